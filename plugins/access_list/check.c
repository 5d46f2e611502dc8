/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a finding about a version that is being published reads: which
 * rule and version it names, how entries are called, how many are said. */
#include "plugins/access_list/check.h"

#include "plugins/access_list/text.h"

#define RULE "publish"

void
dg_check_say(struct dg_check *check, struct dg_plugin_finding finding)
{
    if (check->left == 0) {
        return;
    }
    check->left--;
    finding.struct_size = sizeof finding;
    finding.rule = RULE;
    finding.list = check->list;
    finding.listversion = check->version;
    check->host->add(check->findings, &finding);
}

const struct dg_entry *
dg_check_base_entry(const struct dg_check *check, struct dg_plugin_str code)
{
    return check->last && check->next->base.len
               ? dg_version_entry(check->last, code)
               : NULL;
}

struct dg_plugin_str
dg_check_name(const struct dg_check *check, const struct dg_version *version,
              struct dg_plugin_str code, struct dg_plugin_str clause)
{
    const struct dg_plugin_host *host = check->host;
    struct dg_plugin_str name = host->format(
        check->findings, "\"%.*s\" of list \"%.*s\" version \"%.*s\"",
        DG_TEXT_ARG(code), DG_TEXT_ARG(version->list),
        DG_TEXT_ARG(version->name));
    return clause.len ? host->format(check->findings, "%.*s, clause %.*s",
                                     DG_TEXT_ARG(name), DG_TEXT_ARG(clause))
                      : name;
}
