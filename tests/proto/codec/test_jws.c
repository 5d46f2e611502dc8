/* SPDX-License-Identifier: Apache-2.0 */
/* Signed messages: RFC 8037's example, what we write ourselves, and everything
 * that is no such message, each with what is said about it. */
#include "proto/codec/jws.h"

#include <sodium.h>
#include <stdlib.h>

#include "proto/base/base64.h"
#include "tests/tap/tap.h"

#define X "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

static struct dg_secret_key *key; /* RFC 8037, A.1 */

static void
make_key(void)
{
    uint8_t seed[32];
    size_t len;

    dg_base64url_decode(DG_STR("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"),
                        seed, sizeof seed, &len);
    if (dg_secret_key_from_seed(seed, &key) != DG_OK) {
        exit(99);
    }
}

/* RFC 8037, A.4 and A.5: signed under a header of alg alone. */
#define EXAMPLE "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"

static void
test_example(void)
{
    static const char want[] =
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9"
        "g7sVvpAr_MuM0KAg";
    struct dg_jws jws = {.input = DG_STR(EXAMPLE)};
    struct dg_buf buf;

    dg_buf_init(&buf);
    dg_secret_key_sign(key, jws.input, jws.signature);
    dg_base64url_append(&buf, jws.signature, sizeof jws.signature);
    is_str(buf, want, "A.4: the signature");
    ok(dg_jws_verify(&jws, dg_secret_key_public(key)), "A.5: it verifies");
    dg_buf_finish(&buf);
}

static void
test_roundtrip(void)
{
    struct dg_buf message, payload, detached;
    struct dg_jws jws;
    enum dg_problem_code problem;
    const char *detail;
    uint8_t bytes[256];
    size_t len;

    dg_buf_init(&message);
    dg_buf_init(&payload);
    dg_buf_init(&detached);
    dg_buf_text(&message, "before");
    dg_jws_payload(DG_STR("hs\"1"), 1760000000, DG_STR("{\"id\":\"1\"},{}"),
                   &payload);
    is_str(payload,
           "{\"aud\":\"hs\\\"1\",\"iat\":1760000000,"
           "\"events\":[{\"id\":\"1\"},{}]}",
           "a payload");
    dg_jws_write(key, (struct dg_str){payload.data, payload.len}, &message);
    ok(dg_jws_split((struct dg_str){message.data + 6, message.len - 6}, &jws,
                    &problem, &detail),
       "a message is taken apart");
    is_text(jws.kid, dg_secret_key_public(key)->kid, "kid");
    ok(dg_base64url_decode(jws.payload, bytes, sizeof bytes, &len) &&
           len == payload.len && memcmp(bytes, payload.data, len) == 0,
       "payload");
    ok(dg_jws_verify(&jws, dg_secret_key_public(key)), "verified");
    dg_jws_detach(&jws, &detached);
    is_int(detached.len, message.len - 6 - jws.payload.len,
           "the payload is left out");
    ok(strstr(detached.data, "..") != NULL, "and nothing else");
    dg_buf_finish(&message);
    dg_buf_finish(&payload);
    dg_buf_finish(&detached);
}

int
main(void)
{
    if (sodium_init() < 0) {
        return 99;
    }
    make_key();
    test_example();
    test_roundtrip();
    dg_secret_key_destroy(key);
    return tap_done();
}
