/* SPDX-License-Identifier: Apache-2.0 */
/* Citizen identification numbers (GB 11643-1999): 17 digits and a check
 * character by ISO 7064 MOD 11-2. */
#ifndef PLUGINS_FORM_DEDUP_TEXT_IDNUMBER_H
#define PLUGINS_FORM_DEDUP_TEXT_IDNUMBER_H

#include "plugins/plugin.h"

enum dg_idnumber_form {
    DG_IDNUMBER_PLAIN,   /* 52273119800101001X */
    DG_IDNUMBER_LOWER,   /* …x */
    DG_IDNUMBER_OLD,     /* 15 digits: without century and check character */
    DG_IDNUMBER_SPACES,  /* 522731 19800101 001X */
    DG_IDNUMBER_HYPHENS, /* 522731-19800101-001X */
    DG_IDNUMBER_FULLWIDTH
};

enum dg_idnumber_fault {
    DG_IDNUMBER_GOOD,
    DG_IDNUMBER_LENGTH, /* not 15 or 18 characters of the kind */
    DG_IDNUMBER_DATE,   /* no date of birth */
    DG_IDNUMBER_CHECK   /* the check character is another */
};

/* Any of the forms as the plain one; 15 digits are of the 20th century. */
enum dg_idnumber_fault dg_idnumber_read(struct dg_plugin_str text,
                                        char plain[19]);
/* A plain one in a form; of OLD only if born in the 20th century, else plain.
 */
void dg_idnumber_write(const char plain[19], enum dg_idnumber_form form,
                       char out[64]);
/* Days since 1970 of the date of birth of a plain one. */
int32_t dg_idnumber_birth(const char plain[19]);

#endif
