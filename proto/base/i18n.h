/* SPDX-License-Identifier: Apache-2.0 */
/* Words for people in their own language (gettext). Which language that is, and
 * where the catalogue lies, the program says at its start; without either, a
 * text is its own translation. Only what people read is marked: codes, log
 * lines and the wire's names never are. */
#ifndef PROTO_BASE_I18N_H
#define PROTO_BASE_I18N_H

#include <libintl.h>

#define DG_I18N_DOMAIN "dutygate"

/* Translates a literal now; marks a literal that is translated later. */
#define _(text) dgettext(DG_I18N_DOMAIN, text)
#define N_(text) text
/* The form of a literal that goes with a number. */
#define P_(one, many, number) dngettext(DG_I18N_DOMAIN, one, many, number)

#endif
