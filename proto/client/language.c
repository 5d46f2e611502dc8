/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which language the command speaks: LANGUAGE, LC_ALL, LC_MESSAGES and
 * LANG, as everywhere. Nothing but messages follows the locale: numbers and
 * dates are the protocol's, and all output is UTF-8.
 *
 * On a small machine no locale is generated, and setlocale knows only C and
 * C.UTF-8. The user's wish counts all the same: gettext takes it from LANGUAGE
 * as long as the locale is not C itself. */
#include "proto/client/language.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "proto/base/i18n.h"

static const char *
environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* The locale that is asked for; NULL if none is. */
static const char *
wanted_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *value = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !value; i++) {
        value = environment(names[i]);
    }
    return value;
}

void
dg_language_set(void)
{
    const char *wanted = wanted_locale();
    const char *dir = environment("DUTYGATE_LOCALEDIR");
    bindtextdomain(DG_I18N_DOMAIN, dir ? dir : DG_LOCALE_DIR);
    bind_textdomain_codeset(DG_I18N_DOMAIN, "UTF-8");
    bind_textdomain_codeset("libc", "UTF-8"); /* of strerror */
    if (wanted && setlocale(LC_MESSAGES, "")) {
        return; /* generated, or C: as it was asked for */
    }
    if (wanted && !environment("LANGUAGE")) {
        setenv("LANGUAGE", wanted, 1);
    }
    if (environment("LANGUAGE")) {
        setlocale(LC_MESSAGES, "C.UTF-8");
    }
}
