/* SPDX-License-Identifier: Apache-2.0 */
/* Hands each event and read of the dictionary to the file that decides it. */
#include "plugins/form_dedup/dictionary/decisions.h"
#include "plugins/form_dedup/dictionary/inside.h"
#include "plugins/form_dedup/dictionary/publish.h"
#include "plugins/form_dedup/dictionary/read.h"

static bool
is_type(const struct dg_plugin_event *event, const char *type)
{
    return dg_text_is(event->type, type);
}

enum dg_plugin_status
dg_dictionary_decide(const struct dg_dictionary *dictionary,
                     const struct dg_dictionary_use *use,
                     const struct dg_plugin_event *event,
                     struct dg_plugin_findings *findings)
{
    if (is_type(event, "dutygate.dictionary.publish.v1")) {
        return dg_publish_decide(dictionary, use, event, findings);
    }
    if (is_type(event, "dutygate.dictionary.merge.v1")) {
        return dg_decisions_decide_merge(dictionary, event, findings);
    }
    if (is_type(event, "dutygate.dictionary.keep_apart.v1")) {
        return dg_decisions_decide_apart(dictionary, event, findings);
    }
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_dictionary_apply(struct dg_dictionary *dictionary,
                    const struct dg_plugin_event *event)
{
    enum dg_plugin_status (*apply)(struct dg_dictionary *,
                                   const struct dg_plugin_event *) = NULL;
    if (is_type(event, "dutygate.dictionary.publish.v1")) {
        apply = dg_adopt_apply;
    } else if (is_type(event, "dutygate.dictionary.merge.v1")) {
        apply = dg_decisions_apply_merge;
    } else if (is_type(event, "dutygate.dictionary.keep_apart.v1")) {
        apply = dg_decisions_apply_apart;
    }
    if (!apply) {
        return DG_PLUGIN_OK;
    }
    dictionary->changed = event->sequence;
    return apply(dictionary, event);
}

enum dg_plugin_status
dg_dictionary_query(const struct dg_dictionary *dictionary,
                    struct dg_plugin_str name,
                    const struct dg_plugin_value *params,
                    struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    if (dg_text_is(name, "dictionary.read")) {
        return dg_read_elements(dictionary, params, reader, out);
    }
    if (dg_text_is(name, "dictionary.conflicts")) {
        return dg_read_conflicts(dictionary, params, reader, out);
    }
    return DG_PLUGIN_NOT_FOUND;
}
