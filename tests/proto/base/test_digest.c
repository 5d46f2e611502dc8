/* SPDX-License-Identifier: Apache-2.0 */
/* Digests against published values, and against their own definition. */
#include "proto/base/digest.h"

#include <sodium.h>
#include <stdlib.h>

#include "tests/tap/tap.h"

static void
check_sha256(struct dg_sha256 *ctx, struct dg_str text, const char *want)
{
    uint8_t digest[DG_SHA256_SIZE];
    char hex[2 * DG_SHA256_SIZE + 1];

    dg_sha256_update(ctx, text.data, text.len);
    dg_sha256_output(ctx, digest);
    dg_hex(digest, sizeof digest, hex);
    is_text(hex, want, "SHA-256 of FIPS 180-2");
}

static void
test_sha256(void)
{
    struct dg_sha256 *ctx;
    char *million = malloc(1000000);

    memset(million, 'a', 1000000);
    is_int(dg_sha256_create(&ctx), DG_OK, "created");
    check_sha256(ctx, DG_STR("abc"),
                 "ba7816bf8f01cfea414140de5dae2223"
                 "b00361a396177a9cb410ff61f20015ad");
    check_sha256(ctx, DG_STR(""),
                 "e3b0c44298fc1c149afbf4c8996fb924"
                 "27ae41e4649b934ca495991b7852b855");
    check_sha256(ctx, (struct dg_str){million, 1000000},
                 "cdc76e5c9914fb9281a1c7e284d73e67"
                 "f1809a48a497200e046d39ccc7112cd0");
    dg_sha256_update(ctx, "a", 1);
    dg_sha256_update(ctx, NULL, 0);
    check_sha256(ctx, DG_STR("bc"),
                 "ba7816bf8f01cfea414140de5dae2223"
                 "b00361a396177a9cb410ff61f20015ad");
    dg_sha256_destroy(ctx);
    dg_sha256_destroy(NULL);
    free(million);
}

static void
test_id(void)
{
    static const uint8_t key[DG_KEY_SIZE] = {1, 2, 3};
    static const uint8_t other_key[DG_KEY_SIZE] = {1, 2, 4};
    static const unsigned char joined[] = "\x00\x0e"
                                          "department/mzjmzj-1";
    uint8_t digest[DG_ID_DIGEST_SIZE], again[DG_ID_DIGEST_SIZE];

    dg_digest_id(key, DG_STR("department/mzj"), DG_STR("mzj-1"), digest);
    crypto_generichash(again, sizeof again, joined, sizeof joined - 1, key,
                       sizeof key);
    ok(memcmp(digest, again, sizeof digest) == 0,
       "keyed BLAKE2b over length, source, id");
    dg_digest_id(key, DG_STR("department/mzjm"), DG_STR("zj-1"), again);
    ok(memcmp(digest, again, sizeof digest) != 0,
       "another split is another digest");
    dg_digest_id(other_key, DG_STR("department/mzj"), DG_STR("mzj-1"), again);
    ok(memcmp(digest, again, sizeof digest) != 0, "so is another key");
}

int
main(void)
{
    if (sodium_init() < 0) {
        return 99;
    }
    test_sha256();
    test_id();
    return tap_done();
}
