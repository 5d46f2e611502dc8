/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the newest checkpoint as the JSON string it is sent as. What a
 * checkpoint looks like is proto/codec/checkpoint.c's, when one is signed
 * writer.c's. */
#include "gateway/journal/signer.h"

enum dg_err
dg_signer_init(struct dg_signer *signer, struct dg_str gateway,
               struct dg_str journal)
{
    dg_buf_init(&signer->origin);
    dg_buf_init(&signer->text);
    dg_buf_init(&signer->newest);
    dg_buf_str(&signer->origin, gateway);
    dg_buf_text(&signer->origin, "/");
    dg_buf_str(&signer->origin, journal);
    if (signer->origin.err != DG_OK || uv_mutex_init(&signer->lock) != 0) {
        dg_buf_finish(&signer->origin);
        return DG_ERR_MEMORY;
    }
    return DG_OK;
}

void
dg_signer_finish(struct dg_signer *signer)
{
    dg_buf_finish(&signer->origin);
    dg_buf_finish(&signer->text);
    dg_buf_finish(&signer->newest);
    uv_mutex_destroy(&signer->lock);
}

/* Newlines are all that JSON cannot take as it is: names of gateways and
 * journals are of letters, digits, "." and "-". They are written so that the
 * echo of a shell, which knows \n, leaves them alone. */
static void
put_json(struct dg_str text, struct dg_buf *out)
{
    dg_buf_text(out, "\"");
    while (text.len > 0) {
        const char *end = memchr(text.data, '\n', text.len);
        size_t len = end ? (size_t) (end - text.data) : text.len;
        dg_buf_append(out, text.data, len);
        if (end) {
            dg_buf_text(out, "\\u000a");
            len++;
        }
        text = (struct dg_str){text.data + len, text.len - len};
    }
    dg_buf_text(out, "\"");
}

enum dg_err
dg_signer_sign(struct dg_signer *signer, const struct dg_merkle_head *head)
{
    struct dg_str origin = {signer->origin.data, signer->origin.len};
    dg_buf_clear(&signer->text);
    dg_checkpoint_write(origin, head, signer->keys, signer->key_count,
                        &signer->text);
    if (signer->text.err != DG_OK) {
        return signer->text.err;
    }
    uv_mutex_lock(&signer->lock);
    dg_buf_clear(&signer->newest);
    put_json((struct dg_str){signer->text.data, signer->text.len},
             &signer->newest);
    signer->size = head->size;
    enum dg_err err = signer->newest.err;
    uv_mutex_unlock(&signer->lock);
    return err;
}

uint64_t
dg_signer_newest(struct dg_signer *signer, struct dg_buf *out)
{
    uv_mutex_lock(&signer->lock);
    dg_buf_append(out, signer->newest.data, signer->newest.len);
    uint64_t size = signer->size;
    uv_mutex_unlock(&signer->lock);
    return size;
}
