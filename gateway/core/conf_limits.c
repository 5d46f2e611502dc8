/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how much each may, when nothing is written, and how much may be
 * written. What it counts for is the flow's. */
#include "gateway/core/conf_parse.h"

#include <stddef.h>

static const struct limit {
    const char *name, *fallback;
    uint32_t least, most;
    size_t member; /* of struct dg_conf_limits */
} limits[DG_CONF_LIMITS] = {
    {"principal_rate", "1000", 0, 1000000,
     offsetof(struct dg_conf_limits, principal_rate)},
    {"principal_burst", "10000", 1, 1000000,
     offsetof(struct dg_conf_limits, principal_burst)},
    {"principal_outstanding", "8388608", 0, 1u << 30,
     offsetof(struct dg_conf_limits, principal_outstanding)},
    {"unauthenticated_rate", "200", 0, 100000,
     offsetof(struct dg_conf_limits, unauthenticated_rate)},
};

/* False if it is no such number. */
static bool
parse_number(const char *text, const struct limit *limit, uint32_t *number)
{
    uint64_t value;
    if (dg_str_to_u64(dg_str_from(text), &value) != DG_OK ||
        value < limit->least || value > limit->most) {
        return false;
    }
    *number = (uint32_t) value;
    return true;
}

static int
check(cfg_t *cfg, cfg_opt_t *opt)
{
    const struct limit *limit = limits;
    uint32_t number;
    while (strcmp(limit->name, opt->name) != 0) {
        limit++;
    }
    if (!parse_number(cfg_opt_getstr(opt), limit, &number)) {
        dg_conf_complain(dg_conf_parse_current(), cfg->line,
                         "%s must be a whole number from %u to %u", opt->name,
                         limit->least, limit->most);
    }
    return 0;
}

void
dg_conf_limits_options(cfg_opt_t options[DG_CONF_LIMITS])
{
    for (size_t i = 0; i < DG_CONF_LIMITS; i++) {
        options[i] =
            dg_conf_parse_option(limits[i].name, limits[i].fallback, check);
    }
}

void
dg_conf_limits_copy(struct dg_conf_parse *parse, struct dg_conf *conf)
{
    for (size_t i = 0; i < DG_CONF_LIMITS; i++) {
        uint32_t *number =
            (uint32_t *) ((char *) &conf->limits + limits[i].member);
        parse_number(cfg_getstr(parse->cfg, limits[i].name), &limits[i],
                     number);
    }
}
