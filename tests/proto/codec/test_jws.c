/* SPDX-License-Identifier: Apache-2.0 */
/* Signed messages: RFC 8037's example, what we write ourselves, and everything
 * that is no such message, each with what is said about it. */
#include "proto/codec/jws.h"

#include <sodium.h>
#include <stdio.h>
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

/* ---- what is no message -------------------------------------------------- */

#define KID "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
#define ALG "\"alg\":\"EdDSA\""
#define KID_MEMBER "\"kid\":\"" KID "\""
#define TYP "\"typ\":\"dutygate+jws\""
#define GOOD "{" ALG "," KID_MEMBER "," TYP "}"

/* Signs under any header; message is cleared first. */
static void
sign_under(struct dg_str header, struct dg_buf *message)
{
    uint8_t signature[DG_SIGNATURE_SIZE];

    dg_buf_clear(message);
    dg_base64url_append(message, header.data, header.len);
    dg_buf_text(message, ".");
    dg_base64url_append(message, "payload", 7);
    dg_secret_key_sign(key, (struct dg_str){message->data, message->len},
                       signature);
    dg_buf_text(message, ".");
    dg_base64url_append(message, signature, sizeof signature);
}

/* want: the slug, a colon, the detail; NULL: it is taken. */
static void
check_text(struct dg_str text, const char *want, const char *name)
{
    enum dg_problem_code problem;
    const char *detail;
    struct dg_jws jws;
    char got[256] = "";

    /* A text of its own, so that reading past its end is noticed. */
    char *exact = malloc(text.len ? text.len : 1);
    if (text.len > 0) {
        memcpy(exact, text.data, text.len);
    }
    if (!dg_jws_split((struct dg_str){exact, text.len}, &jws, &problem,
                      &detail)) {
        snprintf(got, sizeof got, "%s: %s", dg_problem_slug(problem), detail);
    } else if (!dg_jws_verify(&jws, dg_secret_key_public(key))) {
        snprintf(got, sizeof got, "not authentic");
    }
    is_text(got, want ? want : "", name);
    free(exact);
}

#define MEMBERS                                                                \
    "bad-header: the header must have alg, kid and typ, and nothing else"
#define BAD_ALG "bad-header: alg must be EdDSA or Ed25519"
#define BAD_TYP "bad-header: typ must be dutygate+jws"
#define BAD_KID "bad-header: kid must be the thumbprint of a key"
#define BAD_OBJECT "bad-header: the header must be a JSON object"

static void
test_headers(void)
{
    static const struct {
        const char *name, *header, *want;
    } cases[] = {
        {"as we write it", GOOD, NULL},
        {"alg Ed25519", "{\"alg\":\"Ed25519\"," KID_MEMBER "," TYP "}", NULL},
        {"another order", "{" TYP "," KID_MEMBER "," ALG "}", NULL},
        {"blanks", " {\t" ALG " , \r\n" KID_MEMBER " , " TYP " } ", NULL},
        {"escapes", "{\"\\u0061lg\":\"EdD\\u0053A\"," KID_MEMBER "," TYP "}",
         NULL},
        {"none", "{\"alg\":\"none\"," KID_MEMBER "," TYP "}", BAD_ALG},
        {"HS256", "{\"alg\":\"HS256\"," KID_MEMBER "," TYP "}", BAD_ALG},
        {"Ed448", "{\"alg\":\"Ed448\"," KID_MEMBER "," TYP "}", BAD_ALG},
        {"eddsa", "{\"alg\":\"eddsa\"," KID_MEMBER "," TYP "}", BAD_ALG},
        {"an empty alg", "{\"alg\":\"\"," KID_MEMBER "," TYP "}", BAD_ALG},
        {"two algs", "{\"alg\":[\"EdDSA\"]," KID_MEMBER "," TYP "}", BAD_ALG},
        {"alg null", "{\"alg\":null," KID_MEMBER "," TYP "}", BAD_ALG},
        {"alg 7", "{\"alg\":7," KID_MEMBER "," TYP "}", BAD_ALG},
        {"crit", "{" ALG "," KID_MEMBER "," TYP ",\"crit\":[\"exp\"]}",
         MEMBERS},
        {"b64", "{" ALG "," KID_MEMBER "," TYP ",\"b64\":false}", MEMBERS},
        {"jku", "{" ALG "," KID_MEMBER "," TYP ",\"jku\":\"https://e.org/\"}",
         MEMBERS},
        {"jwk",
         "{" ALG "," KID_MEMBER "," TYP
         ",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" X "\"}}",
         MEMBERS},
        {"jwk for kid",
         "{" ALG "," TYP
         ",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" X "\"}}",
         MEMBERS},
        {"x5c", "{" ALG "," KID_MEMBER "," TYP ",\"x5c\":[\"MIIB\"]}", MEMBERS},
        {"x5u", "{" ALG "," KID_MEMBER "," TYP ",\"x5u\":\"https://e.org/\"}",
         MEMBERS},
        {"cty", "{" ALG "," KID_MEMBER "," TYP ",\"cty\":\"json\"}", MEMBERS},
        {"an unknown member", "{" ALG "," KID_MEMBER "," TYP ",\"\":0}",
         MEMBERS},
        {"no alg", "{" KID_MEMBER "," TYP "}", MEMBERS},
        {"no kid", "{" ALG "," TYP "}", MEMBERS},
        {"no typ", "{" ALG "," KID_MEMBER "}", MEMBERS},
        {"nothing in it", "{}", MEMBERS},
        {"Alg", "{\"Alg\":\"EdDSA\"," KID_MEMBER "," TYP "}", MEMBERS},
        {"alg twice", "{" ALG "," ALG "," KID_MEMBER "," TYP "}", BAD_OBJECT},
        {"alg twice, once escaped",
         "{\"alg\":\"none\",\"al\\u0067\":\"EdDSA\"," KID_MEMBER "," TYP "}",
         BAD_OBJECT},
        {"kid twice", "{" ALG "," KID_MEMBER "," TYP "," KID_MEMBER "}",
         BAD_OBJECT},
        {"another typ", "{" ALG "," KID_MEMBER ",\"typ\":\"JWT\"}", BAD_TYP},
        {"typ in capitals", "{" ALG "," KID_MEMBER ",\"typ\":\"DUTYGATE+JWS\"}",
         BAD_TYP},
        {"a media type",
         "{" ALG "," KID_MEMBER ",\"typ\":\"application/dutygate+jws\"}",
         BAD_TYP},
        {"typ true", "{" ALG "," KID_MEMBER ",\"typ\":true}", BAD_TYP},
        {"an empty kid", "{" ALG ",\"kid\":\"\"," TYP "}", BAD_KID},
        {"a kid too short",
         "{" ALG ",\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4\"," TYP
         "}",
         BAD_KID},
        {"a kid too long", "{" ALG ",\"kid\":\"" KID "A\"," TYP "}", BAD_KID},
        {"a kid with bits left over",
         "{" ALG ",\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4l\"," TYP
         "}",
         BAD_KID},
        {"a path as kid",
         "{" ALG
         ",\"kid\":\"../../../../../../../../../../../../../dev/nul\"," TYP "}",
         BAD_KID},
        {"an object as kid", "{" ALG ",\"kid\":{}," TYP "}", BAD_KID},
        {"an array", "[" GOOD "]", BAD_OBJECT},
        {"a text", "\"EdDSA\"", BAD_OBJECT},
        {"null", "null", BAD_OBJECT},
        {"a blank", " ", BAD_OBJECT},
        {"not closed", "{" ALG "," KID_MEMBER "," TYP, BAD_OBJECT},
        {"something behind it", GOOD "{}", BAD_OBJECT},
        {"a comma too many", "{" ALG "," KID_MEMBER "," TYP ",}", BAD_OBJECT},
        {"no UTF-8", "{" ALG "," KID_MEMBER ",\"typ\":\"\xff\"}", BAD_OBJECT},
        {"a byte order mark", "\xef\xbb\xbf" GOOD, BAD_OBJECT},
        {"NUL escaped", "{\"alg\":\"EdDSA\\u0000\"," KID_MEMBER "," TYP "}",
         BAD_OBJECT},
    };
    struct dg_buf message;

    dg_buf_init(&message);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sign_under(dg_str_from(cases[i].header), &message);
        check_text((struct dg_str){message.data, message.len}, cases[i].want,
                   cases[i].name);
    }
    sign_under(DG_STR(GOOD "\0"), &message);
    check_text((struct dg_str){message.data, message.len}, BAD_OBJECT,
               "a NUL behind it");
    dg_buf_finish(&message);
}

static void
test_header_lengths(void)
{
    char header[600];
    struct dg_buf message;

    dg_buf_init(&message);
    memset(header, ' ', sizeof header);
    memcpy(header, GOOD, sizeof GOOD - 1);
    sign_under((struct dg_str){header, 512}, &message);
    check_text((struct dg_str){message.data, message.len}, NULL,
               "a header of 512 bytes");
    sign_under((struct dg_str){header, 513}, &message);
    check_text((struct dg_str){message.data, message.len},
               "bad-header: the header must be base64url, of at most 512 bytes",
               "one of 513");
    memset(header, '[', sizeof header);
    sign_under((struct dg_str){header, 512}, &message);
    check_text((struct dg_str){message.data, message.len}, BAD_OBJECT,
               "one of brackets");
    dg_buf_finish(&message);
}

#define PARTS "not-jws: there must be three parts with dots between"
#define EMPTY "not-jws: header and payload must not be empty"
#define BAD_SIGNATURE "not-jws: the signature must be 64 bytes in base64url"
#define NOT_SIGNED "not-signed: a message must be signed: a JWS, not JSON"
#define BAD_BASE64                                                             \
    "bad-header: the header must be base64url, of at most 512 bytes"

/* Replaces the character at `at` (from the end if negative) and checks. */
static void
check_changed(const struct dg_buf *message, ptrdiff_t at, char to,
              const char *want, const char *name)
{
    char *text = strndup(message->data, message->len);

    text[at < 0 ? (ptrdiff_t) message->len + at : at] = to;
    check_text((struct dg_str){text, message->len}, want, name);
    free(text);
}

static void
test_parts(void)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"", PARTS},
        {" ", PARTS},
        {".", PARTS},
        {"..", EMPTY},
        {"...", PARTS},
        {"a.b", PARTS},
        {"a.b.c.d", PARTS},
        {"a.b.c.d.e", PARTS},
        {".b.c", EMPTY},
        {"a..c", EMPTY},
        {"a.b.", BAD_SIGNATURE},
        {"a.b.c", BAD_SIGNATURE},
        {"{}", NOT_SIGNED},
        {"[", NOT_SIGNED},
        {" \r\n\t{\"payload\":\"a.b.c\"}", NOT_SIGNED},
        {"\xef\xbb\xbf{}", PARTS},
        {"null", PARTS},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_text(dg_str_from(cases[i].text), cases[i].want, cases[i].text);
    }
    check_text((struct dg_str){NULL, 0}, PARTS, "no text at all");
}

static void
test_text_changed(void)
{
    struct dg_buf message, longer;

    dg_buf_init(&message);
    dg_buf_init(&longer);
    sign_under(DG_STR(GOOD), &message);
    for (size_t cut = 1; cut <= 87; cut += cut == 1 ? 1 : 17) {
        check_text((struct dg_str){message.data, message.len - cut},
                   cut == 87 ? PARTS : BAD_SIGNATURE, "truncated");
    }
    dg_buf_append(&longer, message.data, message.len);
    dg_buf_text(&longer, "\n");
    check_text((struct dg_str){longer.data, longer.len}, BAD_SIGNATURE,
               "a newline behind it");
    check_text((struct dg_str){longer.data, message.len + 2}, BAD_SIGNATURE,
               "a NUL behind it");
    longer.data[message.len] = '=';
    check_text((struct dg_str){longer.data, longer.len}, BAD_SIGNATURE,
               "padding behind it");
    longer.data[message.len] = '.';
    check_text((struct dg_str){longer.data, longer.len}, PARTS,
               "a dot behind it");
    check_changed(&message, -1, '!', BAD_SIGNATURE, "no base64url at the end");
    check_changed(&message, -5, '+', BAD_SIGNATURE, "base64 as of MIME");
    check_changed(&message, 5, '/', BAD_BASE64, "in the header, too");
    check_changed(&message, 5, ' ', BAD_BASE64, "a blank in the header");
    check_changed(&message, 0, '\0', BAD_BASE64, "a NUL in the header");
    dg_buf_finish(&message);
    dg_buf_finish(&longer);
}

/* Whatever character of it changes, it is not taken for authentic. */
static void
test_every_character(void)
{
    enum dg_problem_code problem;
    const char *detail;
    struct dg_buf message;
    struct dg_jws jws;
    bool any = false;

    dg_buf_init(&message);
    sign_under(DG_STR(GOOD), &message);
    for (size_t i = 0; i < message.len; i++) {
        const char was = message.data[i];

        for (const char *c = "AQgwz_-."; *c; c++) {
            message.data[i] = *c;
            any =
                any || (*c != was &&
                        dg_jws_split((struct dg_str){message.data, message.len},
                                     &jws, &problem, &detail) &&
                        dg_jws_verify(&jws, dg_secret_key_public(key)));
        }
        message.data[i] = was;
    }
    ok(!any, "no character may be another");
    dg_buf_finish(&message);
}

static void
test_malleable(void)
{
    static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a,       0x63,
                                      0x12, 0x58, 0xd6, 0x9c, 0xf7,       0xa2,
                                      0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    enum dg_problem_code problem;
    const char *detail;
    struct dg_buf message;
    struct dg_jws jws;

    dg_buf_init(&message);
    sign_under(DG_STR(GOOD), &message);
    ok(dg_jws_split((struct dg_str){message.data, message.len}, &jws, &problem,
                    &detail),
       "a good one");
    sodium_add(jws.signature + 32, order, sizeof order);
    message.len -= 86;
    dg_base64url_append(&message, jws.signature, sizeof jws.signature);
    check_text((struct dg_str){message.data, message.len}, "not authentic",
               "a second signature (S + L)");
    dg_buf_finish(&message);
}

/* No UTF-8 in a gateway's name, or no memory: said by the buffer. */
static void
test_payload_error(void)
{
    struct dg_buf payload, message;

    dg_buf_init(&payload);
    dg_buf_init(&message);
    dg_jws_payload(DG_STR("\xff"), 0, DG_STR("{}"), &payload);
    is_int(payload.err, DG_ERR_MALFORMED, "a gateway's name is UTF-8");
    message.err = DG_ERR_MEMORY;
    dg_jws_write(key, DG_STR("x"), &message);
    is_int(message.err, DG_ERR_MEMORY, "an error stays");
    dg_buf_finish(&payload);
    dg_buf_finish(&message);
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
    test_headers();
    test_header_lengths();
    test_parts();
    test_text_changed();
    test_every_character();
    test_malleable();
    test_payload_error();
    dg_secret_key_destroy(key);
    return tap_done();
}
