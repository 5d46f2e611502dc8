/* SPDX-License-Identifier: Apache-2.0 */
/* The client library signs: events as they are sent, with a new time at each
 * sending and the same bytes; keys that cannot be read; how long a text may be.
 * The gateway answers from a script and keeps what it got. */
#include "proto/client/library/sign.h"

#include <stdlib.h>
#include <unistd.h>

#include "proto/base/base64.h"
#include "proto/codec/json.h"
#include "proto/codec/jws.h"
#include "tests/proto/client/library/fake.h"
#include "tests/tap/tap.h"

/* RFC 8037, A.1, with the members that key files have besides. */
#define OFFICE_JWK                                                             \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","                                    \
    "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","                   \
    "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\","                   \
    "\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\","                 \
    "\"source\":\"office/522731001001\",\"gateway\":\"huishui\"}"
#define EVENT "{ \"id\":\"1\",\n\"title\":\"核查\" }"

static struct dutygate_key *
read_key(const char *jwk)
{
    struct dutygate_key *key = NULL;
    is_int(dutygate_key_read(jwk, strlen(jwk), NULL, &key), DUTYGATE_OK,
           "a key is read");
    return key;
}

/* One made for the test, of a department; no gateway is named. */
static struct dutygate_key *
make_key(void)
{
    const struct dg_key_label label = {.source = DG_STR("department/mzj")};
    struct dg_secret_key *secret = NULL;
    is_int(dg_secret_key_generate(&secret), DG_OK, "a new key");
    return dg_sign_adopt(secret, &label);
}

/* ---- what the gateway got ------------------------------------------------ */

struct got {
    char text[8][4096]; /* payloads */
    int64_t iat[8];
    const char *signer[8];
    size_t count;
};

static void
take(struct got *got, struct dg_str line, struct dutygate_key *const *keys)
{
    char *payload = got->text[got->count];
    enum dg_problem_code problem;
    const char *detail;
    struct dg_jws jws;
    size_t len = 0;
    if (!dg_jws_split(line, &jws, &problem, &detail)) {
        snprintf(payload, 4096, "%.*s", DG_STR_ARG(line));
        got->count++;
        return;
    }
    dg_base64url_decode(jws.payload, (uint8_t *) payload, 4095, &len);
    payload[len] = '\0';
    for (size_t i = 0; keys[i]; i++) {
        if (dg_jws_verify(&jws, dg_secret_key_public(keys[i]->secret))) {
            got->signer[got->count] = keys[i]->source;
        }
    }
    const char *iat = strstr(payload, "\"iat\":");
    got->iat[got->count] = iat ? strtoll(iat + 6, NULL, 10) : 0;
    got->count++;
}

static struct got *
read_got(struct dutygate_key *const *keys)
{
    static struct got got;
    char path[600], *line = NULL;
    size_t size = 0;
    ssize_t len;
    memset(&got, 0, sizeof got);
    snprintf(path, sizeof path, "%s.jws", log_path);
    FILE *file = fopen(path, "r");
    while (file && got.count < 8 && (len = getline(&line, &size, file)) > 0) {
        take(&got, (struct dg_str){line, (size_t) len - 1}, keys);
    }
    free(line);
    if (file) {
        fclose(file);
    }
    return &got;
}

static void
is_payload(const char *payload, const char *gateway, const char *events,
           const char *name)
{
    char head[64];
    snprintf(head, sizeof head, "{\"aud\":\"%s\",\"iat\":", gateway);
    const char *found = strstr(payload, "\"events\":");
    ok(strncmp(payload, head, strlen(head)) == 0, "%s: for this gateway", name);
    is_text(found ? found : "", events, name);
}

/* ---- sending ------------------------------------------------------------- */

static uint32_t
send_text(struct dutygate_client *client, const char *text)
{
    uint32_t request = 0;
    is_int(dutygate_client_send(client, text, strlen(text), &request),
           DUTYGATE_OK, "sent");
    const struct dutygate_answer *answer = dutygate_client_receive(client);
    is_int(answer->status, DUTYGATE_OK, "answered");
    return request;
}

static void
test_again(void)
{
    struct dutygate_key *key = read_key(OFFICE_JWK);
    struct dutygate_key *const keys[] = {key, NULL};
    struct dutygate_client *client = NULL;
    pid_t gateway = start("-\n{}\n{}\n");
    is_text(dutygate_key_source(key), "office/522731001001", "whose it is");
    is_text(dutygate_key_gateway(key), "huishui", "for which gateway");
    is_text(dutygate_key_id(key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
            "its thumbprint");
    is_int(dutygate_client_open(url, &client), DUTYGATE_OK, "a client");
    dutygate_client_set_timeout(client, 4500, 3);
    is_int(dutygate_client_set_key(client, key, NULL), DUTYGATE_OK, "it signs");
    send_text(client, EVENT);
    send_text(client, " [" EVENT "," EVENT "]\n");
    dutygate_client_close(client);
    stop(gateway);

    struct got *got = read_got(keys);
    is_int(got->count, 3, "three signed messages");
    for (size_t i = 0; i < got->count; i++) {
        is_text(got->signer[i] ? got->signer[i] : "", "office/522731001001",
                "the signature is good");
    }
    is_payload(got->text[0], "huishui", "\"events\":[" EVENT "]}", "an event");
    is_payload(got->text[1], "huishui", "\"events\":[" EVENT "]}",
               "the same again");
    ok(got->iat[1] > got->iat[0], "signed anew, later");
    is_payload(got->text[2], "huishui", "\"events\":[" EVENT "," EVENT "]}",
               "an array");
    dutygate_key_free(key);
}

static void
test_keys(void)
{
    struct dutygate_key *office = read_key(OFFICE_JWK), *mzj = make_key();
    struct dutygate_key *const keys[] = {office, mzj, NULL};
    struct dutygate_client *client = NULL;
    struct dg_buf ready;
    pid_t gateway = start("{}\n{}\n{}\n{}\n");
    dutygate_client_open(url, &client);
    is_int(dutygate_client_set_key(client, mzj, NULL), DUTYGATE_NO_GATEWAY,
           "a key that names no gateway");
    is_int(dutygate_client_set_key(client, mzj, ""), DUTYGATE_NO_GATEWAY,
           "nor does the caller");
    is_int(dutygate_client_set_key(client, mzj, "other"), DUTYGATE_OK,
           "the caller does");
    send_text(client, EVENT);
    dutygate_client_set_key(client, office, NULL);
    send_text(client, EVENT);
    dg_buf_init(&ready);
    dg_sign_write(mzj, "elsewhere", 1, dg_str_from(EVENT), &ready);
    send_text(client, ready.data);
    dutygate_client_set_key(client, NULL, NULL);
    send_text(client, EVENT); /* goes as it is, so not among the signed */
    dutygate_client_close(client);
    stop(gateway);

    struct got *got = read_got(keys);
    is_int(got->count, 3, "three signed messages");
    is_payload(got->text[0], "other", "\"events\":[" EVENT "]}", "the first");
    is_text(got->signer[0] ? got->signer[0] : "", "department/mzj", "its key");
    is_text(got->signer[1] ? got->signer[1] : "", "office/522731001001",
            "the second's");
    is_payload(got->text[2], "elsewhere", "\"events\":[" EVENT "]}",
               "what is signed already goes as it is");
    is_int(got->iat[2], 1, "with the time it had");
    dg_buf_finish(&ready);
    dutygate_key_free(office);
    dutygate_key_free(mzj);
}

/* ---- without a gateway --------------------------------------------------- */

static enum dutygate_status
try_key(const char *jwk, size_t len, const char *passphrase)
{
    struct dutygate_key *key = NULL;
    enum dutygate_status status = dutygate_key_read(jwk, len, passphrase, &key);
    ok((key != NULL) == (status == DUTYGATE_OK), "a key, or none");
    dutygate_key_free(key);
    return status;
}

static void
test_bad_keys(void)
{
    struct dutygate_key *key = make_key();
    const struct dg_key_label label = {.source = DG_STR("department/mzj")};
    struct dg_buf sealed;
    dg_buf_init(&sealed);
    dg_secret_key_encode(key->secret, &label, DG_STR("一线"), &sealed);
    is_int(try_key("{", 1, NULL), DUTYGATE_BAD_KEY, "no JWK");
    is_int(try_key(sealed.data, sealed.len, NULL), DUTYGATE_SEALED,
           "a sealed one without passphrase");
    is_int(try_key(sealed.data, sealed.len, "x"), DUTYGATE_BAD_PASSPHRASE,
           "another passphrase");
    is_int(try_key(sealed.data, sealed.len, "一线"), DUTYGATE_OK, "its own");
    is_text(dutygate_status_text(DUTYGATE_NO_GATEWAY), "no gateway is named",
            "each has a text");
    dg_buf_finish(&sealed);
    dutygate_key_free(key);
    dutygate_key_free(NULL);
}

/* A text as long as there is room for fits; one byte more does not. */
static void
test_room(void)
{
    struct dutygate_key *key = read_key(OFFICE_JWK);
    struct dutygate_client *client = NULL;
    struct dg_buf text, out;
    uint32_t request;
    dg_buf_init(&text);
    dg_buf_init(&out);
    dutygate_client_open("inproc://nobody", &client);
    is_int(dutygate_client_room(client), DUTYGATE_CLIENT_MESSAGE_MAX,
           "as it is, the whole message");
    dutygate_client_set_key(client, key, NULL);
    size_t room = dutygate_client_room(client);
    dg_buf_u8(&text, '{');
    while (text.len < room) {
        dg_buf_u8(&text, 'x');
    }
    dg_sign_write(key, "huishui", INT64_MAX,
                  (struct dg_str){text.data, text.len}, &out);
    ok(out.len <= DUTYGATE_CLIENT_MESSAGE_MAX &&
           out.len > DUTYGATE_CLIENT_MESSAGE_MAX - 16,
       "signed, it is just as long as it may be (%zu)", out.len);
    is_int(dutygate_client_send(client, text.data, text.len, &request),
           DUTYGATE_OK, "it is taken");
    dg_buf_u8(&text, 'x');
    is_int(dutygate_client_send(client, text.data, text.len, &request),
           DUTYGATE_TOO_LONG, "one byte more is not");
    text.data[0] = 'e';
    is_int(dutygate_client_send(client, text.data, text.len, &request),
           DUTYGATE_OK, "but for what is no JSON");
    dutygate_client_close(client);
    dg_buf_finish(&text);
    dg_buf_finish(&out);
    dutygate_key_free(key);
}

int
main(void)
{
    const char *dir = getenv("TEST_DIR");
    place(dir);
    test_again();
    test_keys();
    test_bad_keys();
    test_room();
    return tap_done();
}
