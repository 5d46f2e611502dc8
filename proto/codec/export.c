/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how an export is written: a line of words that ends in the lengths of
 * what stands behind it, those bytes, a newline. */
#include "proto/codec/export.h"

#include "proto/codec/json_writer.h"

void
dg_export_write_head(const struct dg_export_head *head, struct dg_buf *out)
{
    struct dg_json_writer *writer;
    struct dg_str text;
    enum dg_err err = dg_json_writer_create(&writer);
    if (err != DG_OK) {
        out->err = err;
        return;
    }
    dg_json_open_object(writer);
    dg_json_put_str(writer, "gateway", head->gateway);
    dg_json_put_str(writer, "journal", head->journal);
    dg_json_put_str(writer, "reader", head->reader);
    dg_json_put_str(writer, "time", head->time);
    dg_json_close_object(writer);
    err = dg_json_writer_text(writer, &text);
    if (err == DG_OK) {
        dg_buf_text(out, DG_EXPORT_MAGIC);
        dg_buf_str(out, text);
        dg_buf_text(out, "\n");
    } else {
        out->err = err;
    }
    dg_json_writer_destroy(writer);
}

static void
put_number(struct dg_buf *out, uint64_t number)
{
    dg_buf_text(out, " ");
    dg_buf_decimal(out, number);
}

/* " LENGTH", or " -" of what is not there. */
static void
put_length(struct dg_buf *out, struct dg_str bytes)
{
    if (bytes.data) {
        put_number(out, bytes.len);
    } else {
        dg_buf_text(out, " -");
    }
}

void
dg_export_write_envelope(const struct dg_export_envelope *envelope,
                         struct dg_buf *out)
{
    dg_buf_text(out, "envelope");
    put_number(out, envelope->number);
    put_length(out, envelope->payload);
    put_length(out, envelope->proof);
    dg_buf_text(out, "\n");
    dg_buf_str(out, envelope->payload);
    dg_buf_str(out, envelope->proof);
    dg_buf_text(out, "\n");
}

void
dg_export_write_entry(const struct dg_export_entry *entry, bool withheld,
                      struct dg_buf *out)
{
    dg_buf_text(out, "entry");
    put_number(out, entry->sequence);
    put_number(out, entry->envelope);
    put_number(out, withheld ? 0 : entry->start);
    put_length(out, entry->event);
    put_length(out, entry->header);
    put_length(out, entry->decision);
    dg_buf_text(out, "\n");
    dg_buf_str(out, entry->header);
    if (withheld) {
        dg_buf_str(out, entry->event);
    }
    dg_buf_str(out, entry->decision);
    dg_buf_append(out, entry->event_salt, DG_SALT_SIZE);
    dg_buf_append(out, entry->decision_salt, DG_SALT_SIZE);
    dg_buf_append(out, entry->leaf, DG_SHA256_SIZE);
    dg_buf_text(out, "\n");
}

void
dg_export_write_end(struct dg_str checkpoint, uint64_t entries,
                    struct dg_buf *out)
{
    dg_buf_text(out, "checkpoint");
    put_length(out, checkpoint);
    dg_buf_text(out, "\n");
    dg_buf_str(out, checkpoint);
    dg_buf_text(out, "\nend");
    put_number(out, entries);
    dg_buf_text(out, "\n");
}
