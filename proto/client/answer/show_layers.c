/* SPDX-License-Identifier: Apache-2.0 */
/* What the lists above and below make of one entry. */
#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"
#include "proto/client/answer/show.h"

/* "LIST VERSION" */
static void
put_name(struct dg_buf *out, const struct dg_json *list)
{
    dg_plain_put(out, dg_json_get_str(list, "list"));
    dg_buf_u8(out, ' ');
    dg_plain_put(out, dg_json_get_str(list, "version"));
}

/* Every list above that has the entry, whole. */
static void
put_above(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *layer = dg_json_items(result, "layers");
    for (; layer; layer = layer->next) {
        if (dg_str_equal(dg_json_get_str(layer, "list"),
                         dg_json_get_str(result, "list"))) {
            continue;
        }
        dg_buf_text(out, _("above: "));
        put_name(out, layer);
        dg_buf_u8(out, '\n');
        dg_show_entry(out, dg_json_get(layer, "entry"));
    }
}

static void
put_below(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *layer = dg_json_items(result, "below");
    for (; layer; layer = layer->next) {
        dg_buf_text(out, _("below: "));
        put_name(out, layer);
        dg_buf_u8(out, ' ');
        dg_plain_put(out, dg_json_get_str(layer, "prefix"));
        dg_buf_u8(out, ' ');
        dg_label_put(out, dg_json_get_str(layer, "class"));
        dg_buf_u8(out, '\n');
    }
}

void
dg_show_layers(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *effective = dg_json_get(result, "effective");
    const struct dg_json *admitted = dg_json_get(effective, "admitted");
    put_above(out, result);
    put_below(out, result);
    if (admitted && !admitted->boolean) {
        dg_buf_text(out, _("not admitted today: "));
        dg_label_put_code(out, dg_json_get_str(effective, "code"));
        dg_buf_text(out, ", ");
        put_name(out, effective);
        dg_buf_u8(out, '\n');
    }
}
