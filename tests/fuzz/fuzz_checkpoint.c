/* SPDX-License-Identifier: Apache-2.0 */
/* A verifier key, a newline, a checkpoint: what is read says, written again,
 * the same bytes; so no two texts are signed as one. */
#include <stdlib.h>
#include <string.h>

#include "proto/base/base64.h"
#include "proto/codec/checkpoint.h"
#include "tests/fuzz/fuzz.h"

static void
need_same(struct dg_buf *again, struct dg_str text)
{
    FUZZ_NEED(again->err == DG_OK);
    FUZZ_NEED(dg_str_equal((struct dg_str){again->data, again->len}, text));
    dg_buf_finish(again);
}

static void
write_body(const struct dg_checkpoint *checkpoint, struct dg_buf *out)
{
    dg_buf_str(out, checkpoint->origin);
    dg_buf_text(out, "\n");
    dg_buf_decimal(out, checkpoint->head.size);
    dg_buf_text(out, "\n");
    dg_base64_append(out, checkpoint->head.root.bytes, DG_SHA256_SIZE);
    dg_buf_text(out, "\n");
}

static void
read_both(struct dg_str key, struct dg_str text)
{
    struct dg_checkpoint checkpoint;
    struct dg_verifier verifier;
    struct dg_buf again;
    bool keyed = dg_verifier_read(key, &verifier);
    dg_buf_init(&again);
    if (keyed) {
        dg_verifier_write(verifier.name, &verifier.key, &again);
        need_same(&again, key);
        dg_buf_init(&again);
    }
    if (dg_checkpoint_read(text, &checkpoint)) {
        write_body(&checkpoint, &again);
        need_same(&again, checkpoint.signed_text);
        FUZZ_NEED(checkpoint.signatures.len > 0);
        FUZZ_NEED(!keyed || !dg_checkpoint_verify(&checkpoint, &verifier) ||
                  dg_str_equal(checkpoint.origin, verifier.name));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    if (end) {
        size_t len = (size_t) (end - data);
        read_both(
            (struct dg_str){(const char *) data, len},
            (struct dg_str){(const char *) data + len + 1, size - len - 1});
    }
    return 0;
}
