/* SPDX-License-Identifier: Apache-2.0 */
/* Our side of foreign_checkpoint.sh: the same commands as checkpoint.py. */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/codec/checkpoint.h"

static bool
read_hex(const char *hex, uint8_t out[32])
{
    size_t len;
    return sodium_hex2bin(out, 32, hex, strlen(hex), NULL, &len, NULL) == 0 &&
           len == 32;
}

static bool
make(char **argv, struct dg_buf *out)
{
    struct dg_merkle_head head;
    struct dg_secret_key *key;
    uint8_t seed[32];
    if (!read_hex(argv[0], seed) || !read_hex(argv[3], head.root.bytes) ||
        dg_str_to_u64(dg_str_from(argv[2]), &head.size) ||
        dg_secret_key_from_seed(seed, &key)) {
        return false;
    }
    const struct dg_secret_key *const keys[] = {key};
    dg_checkpoint_write(dg_str_from(argv[1]), &head, keys, 1, out);
    dg_secret_key_destroy(key);
    return true;
}

static bool
name_key(char **argv, struct dg_buf *out)
{
    struct dg_secret_key *key;
    uint8_t seed[32];
    if (!read_hex(argv[0], seed) || dg_secret_key_from_seed(seed, &key)) {
        return false;
    }
    dg_verifier_write(dg_str_from(argv[1]), dg_secret_key_public(key), out);
    dg_buf_text(out, "\n");
    dg_secret_key_destroy(key);
    return true;
}

static bool
check(char **argv, struct dg_buf *out)
{
    char text[DG_CHECKPOINT_MAX + 1], root[2 * DG_SHA256_SIZE + 1];
    size_t len = fread(text, 1, sizeof text, stdin);
    struct dg_checkpoint checkpoint;
    struct dg_verifier verifier;
    if (!dg_checkpoint_read((struct dg_str){text, len}, &checkpoint) ||
        !dg_verifier_read(dg_str_from(argv[0]), &verifier)) {
        return false;
    }
    if (!dg_checkpoint_verify(&checkpoint, &verifier)) {
        dg_buf_text(out, "not signed by this key\n");
        return true;
    }
    dg_hex(checkpoint.head.root.bytes, DG_SHA256_SIZE, root);
    dg_buf_printf(out, "%.*s %" PRIu64 " %s\n", DG_STR_ARG(checkpoint.origin),
                  checkpoint.head.size, root);
    return true;
}

int
main(int argc, char **argv)
{
    struct dg_buf out;
    dg_buf_init(&out);
    bool done =
        (argc == 6 && strcmp(argv[1], "make") == 0)  ? make(argv + 2, &out)
        : (argc == 4 && strcmp(argv[1], "key") == 0) ? name_key(argv + 2, &out)
        : (argc == 3 && strcmp(argv[1], "check") == 0) ? check(argv + 2, &out)
                                                       : false;
    if (out.len > 0) {
        fwrite(out.data, 1, out.len, stdout);
    }
    dg_buf_finish(&out);
    return done ? 0 : 1;
}
