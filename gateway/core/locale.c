/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where texts for people come from. The language is the
 * configuration's, never the environment's: what stands in the journal must not
 * depend on who started the gateway. Numbers and dates follow no locale. */
#include "gateway/core/locale.h"

#include <locale.h>
#include <stdlib.h>

#include "proto/base/i18n.h"

/* The texts are written in English; the sources are its catalogue. */
#define SOURCE_LANGUAGE "en"

enum dg_err
dg_locale_set(const char *language, struct dg_buf *why)
{
    const char *dir = getenv("DUTYGATE_LOCALEDIR");
    dir = dir && *dir ? dir : DG_LOCALE_DIR;
    if (strcmp(language, SOURCE_LANGUAGE) == 0) {
        setlocale(LC_MESSAGES, "C");
        return DG_OK;
    }
    /* The locale is one that every machine has; gettext takes the language from
     * LANGUAGE. libc's own messages stand in the log, which stays English. */
    bindtextdomain("libc", "/nonexistent");
    bindtextdomain(DG_I18N_DOMAIN, dir);
    bind_textdomain_codeset(DG_I18N_DOMAIN, "UTF-8");
    if (setenv("LANGUAGE", language, 1) != 0 ||
        !setlocale(LC_MESSAGES, "C.UTF-8")) {
        return DG_ERR_MEMORY;
    }
    if (*dgettext(DG_I18N_DOMAIN, "") == '\0') { /* the catalogue's head */
        dg_buf_printf(why, "language \"%s\": no catalogue in %s", language,
                      dir);
        return DG_ERR_CONFIG;
    }
    return DG_OK;
}
