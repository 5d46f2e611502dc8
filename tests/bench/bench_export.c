/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`, exports: one of 150,000 entries, each in a message of its own,
 * walked through, verified on all cores, and with every signature. The
 * best of some rounds counts. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/client/audit/hashes.h"
#include "tests/bench/bench.h"

#define ENTRIES 150000
#define ROUNDS 3
#define FLUSH ((size_t) 8 << 20)
#define TARGET 150000.0 /* entries a second, signatures apart */

#define SOURCE "department/nyncj"
#define DECISION                                                               \
    "{\"verdict\":\"admit\",\"offices\":216,\"roster\":\"2026-01\","           \
    "\"findings\":[{\"plugin\":\"access_list\",\"verdict\":\"note\","          \
    "\"code\":\"on-the-list\",\"text\":\"on the list\",\"list\":\"2026-1\","   \
    "\"clause\":\"A-001\"}]}"

/* An export while it is written. */
struct writing {
    int file;
    struct dg_buf bytes, payload, text;
    struct dg_secret_key *key;
    struct dg_sha256 *sha;
    struct dg_merkle_hash *leaves;
    uint64_t last;
};

static void
flush(struct writing *w)
{
    for (size_t done = 0; done < w->bytes.len;) {
        ssize_t n = write(w->file, w->bytes.data + done, w->bytes.len - done);
        bench_need(n > 0, "room for an export");
        done += (size_t) n;
    }
    dg_buf_clear(&w->bytes);
}

static void
put_header(uint64_t sequence, const char *type, const char *source,
           struct dg_buf *out)
{
    const struct dg_effect effects[] = {{.kind = DG_EFFECT_SHARE,
                                         .pointer = DG_STR("/forms/0/fields/3"),
                                         .dimension = DG_STR("field"),
                                         .quantity = 1,
                                         .offices = 216,
                                         .cause = DG_STR("E-000123")},
                                        {.kind = DG_EFFECT_STRIP,
                                         .pointer = DG_STR("/seals/0"),
                                         .dimension = DG_STR("seal"),
                                         .quantity = 1,
                                         .offices = 216,
                                         .cause = DG_STR("S-001")}};
    struct dg_header header = {.sequence = sequence,
                               .time_us = INT64_C(1767571200000000) +
                                          (int64_t) sequence * 1000000,
                               .epoch = 1,
                               .gateway = DG_STR("huishui"),
                               .type = dg_str_from(type),
                               .source = dg_str_from(source),
                               .duty = DG_STR("nyncj-0042"),
                               .period = DG_STR("2026-01"),
                               .offices = 216,
                               .effects = effects,
                               .effect_count = 2};
    dg_header_encode(&header, out);
}

/* An assignment of about 1.1 KB. */
static struct dg_str
make_task(uint64_t sequence)
{
    static char text[2048];
    int len = snprintf(
        text, sizeof text,
        "{\"specversion\":\"1.0\",\"id\":\"%llu\",\"source\":\"" SOURCE
        "\",\"type\":\"dutygate.task.publish.v1\",\"data\":{\"duty\":"
        "\"nyncj-0042\",\"title\":\"第%llu批高标准农田建设项目进度核查\","
        "\"audience\":{\"prefixes\":[\"522731\"]},\"due\":\"2026-03-31\"",
        (unsigned long long) sequence, (unsigned long long) sequence);
    for (int i = 0; len < 1080; i++) {
        len += snprintf(text + len, sizeof text - (size_t) len,
                        "%s{\"name\":\"f%d\",\"label\":\"耕地面积(亩)\"}",
                        i ? "," : ",\"fields\":[", i);
    }
    len += snprintf(text + len, sizeof text - (size_t) len, "]}}");
    return (struct dg_str){text, (size_t) len};
}

static struct dg_str
detach(struct writing *w)
{
    struct dg_jws jws;
    enum dg_problem_code problem;
    const char *detail;
    dg_buf_clear(&w->text);
    dg_jws_write(w->key, (struct dg_str){w->payload.data, w->payload.len},
                 &w->text);
    bench_need(dg_jws_split((struct dg_str){w->text.data, w->text.len}, &jws,
                            &problem, &detail),
               "a signature");
    size_t begin = w->text.len;
    dg_jws_detach(&jws, &w->text);
    /* The buffer may have moved; the JWS is not looked at any more. */
    return (struct dg_str){w->text.data + begin, w->text.len - begin};
}

static void
put_entry(struct writing *w, struct dg_str event, const char *type,
          const char *source, bool sign)
{
    uint8_t salts[2][DG_SALT_SIZE] = {{0}}, event_c[DG_SHA256_SIZE],
            decision_c[DG_SHA256_SIZE];
    struct dg_buf header;
    uint64_t sequence = ++w->last;
    struct dg_export_envelope envelope = {.number = sequence};
    struct dg_export_entry entry = {.sequence = sequence,
                                    .envelope = sequence,
                                    .event = event,
                                    .decision = DG_STR(DECISION),
                                    .event_salt = salts[0],
                                    .decision_salt = salts[1],
                                    .leaf = w->leaves[sequence - 1].bytes};
    dg_buf_init(&header);
    put_header(sequence, type, source, &header);
    entry.header = (struct dg_str){header.data, header.len};
    memcpy(salts[0], &sequence, sizeof sequence);
    dg_header_commit(w->sha, salts[0], event, event_c);
    dg_header_commit(w->sha, salts[1], entry.decision, decision_c);
    dg_header_leaf(w->sha, entry.header, event_c, decision_c,
                   w->leaves[sequence - 1].bytes);
    dg_buf_clear(&w->payload);
    dg_jws_payload(DG_STR("huishui"), 1767571200, event, &w->payload);
    envelope.payload = (struct dg_str){w->payload.data, w->payload.len};
    envelope.proof = sign ? detach(w) : (struct dg_str){NULL, 0};
    entry.start =
        (uint32_t) ((const char *) memmem(w->payload.data, w->payload.len,
                                          event.data, event.len) -
                    w->payload.data);
    dg_export_write_envelope(&envelope, &w->bytes);
    dg_export_write_entry(&entry, false, &w->bytes);
    dg_buf_finish(&header);
    if (w->bytes.len > FLUSH) {
        flush(w);
    }
}

static void
put_enrolment(struct writing *w)
{
    char x[DG_KID_LEN + 1], text[512];
    dg_public_key_x(dg_secret_key_public(w->key), x);
    int len = snprintf(text, sizeof text,
                       "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":"
                       "\"root/huishui\",\"type\":"
                       "\"dutygate.principal.enrol.v1\",\"data\":"
                       "{\"principals\":[{\"principal\":\"" SOURCE
                       "\",\"officers\":[{\"key\":\"%s\"}]}]}}",
                       x);
    put_entry(w, (struct dg_str){text, (size_t) len},
              "dutygate.principal.enrol.v1", "root/huishui", false);
}

static void
put_end(struct writing *w)
{
    const struct dg_secret_key *const keys[] = {w->key};
    struct dg_merkle_head head = {.size = w->last};
    dg_merkle_root(w->sha, w->leaves, w->last, &head.root);
    dg_buf_clear(&w->text);
    dg_checkpoint_write(DG_STR("huishui/bench"), &head, keys, 1, &w->text);
    dg_export_write_end((struct dg_str){w->text.data, w->text.len}, w->last,
                        &w->bytes);
    flush(w);
}

static void
write_export(const char *path)
{
    static const struct dg_export_head head = {
        {"huishui", 7}, {"bench", 5}, {"auditor/sj", 10}, {"now", 3}};
    struct writing w = {.file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600)};
    w.leaves = calloc(ENTRIES, sizeof *w.leaves);
    bench_need(w.file >= 0 && w.leaves && dg_sha256_create(&w.sha) == DG_OK &&
                   dg_secret_key_generate(&w.key) == DG_OK,
               "a file and a key");
    dg_buf_init(&w.bytes);
    dg_buf_init(&w.payload);
    dg_buf_init(&w.text);
    dg_export_write_head(&head, &w.bytes);
    put_enrolment(&w);
    while (w.last < ENTRIES) {
        put_entry(&w, make_task(w.last + 1), "dutygate.task.publish.v1", SOURCE,
                  true);
    }
    put_end(&w);
    close(w.file);
    free(w.leaves);
    dg_secret_key_destroy(w.key);
    dg_sha256_destroy(w.sha);
    dg_buf_finish(&w.bytes);
    dg_buf_finish(&w.payload);
    dg_buf_finish(&w.text);
}

/* ---- reading ------------------------------------------------------------- */

static double
better(double a, double b)
{
    return a > b ? a : b;
}

static void
verify(struct dg_str bytes, bool signatures, double *walked, double *verified)
{
    struct dg_enrolled enrolled;
    struct dg_scan scan;
    struct dg_hashes hashes;
    double begin = bench_now();
    dg_enrolled_init(&enrolled);
    bench_need(dg_scan_run(&scan, bytes, signatures ? &enrolled : NULL) ==
                       DG_OK &&
                   scan.fault == DG_SCAN_SOUND && scan.entries == ENTRIES,
               "a sound export");
    double middle = bench_now();
    bench_need(dg_hashes_run(&hashes, &scan, signatures ? &enrolled : NULL,
                             NULL) == DG_OK &&
                   hashes.fault == DG_HASHES_SOUND &&
                   memcmp(&hashes.root, &scan.checkpoint.head.root,
                          sizeof hashes.root) == 0,
               "the checkpoint's root");
    bench_need(!signatures || hashes.signatures == ENTRIES - 1,
               "every signature");
    *walked = better(*walked, ENTRIES / (middle - begin));
    *verified = better(*verified, ENTRIES / (bench_now() - begin));
    dg_hashes_finish(&hashes);
    dg_scan_finish(&scan);
    dg_enrolled_finish(&enrolled);
}

int
main(int argc, char **argv)
{
    char path[4096];
    struct stat st;
    double walked = 0, verified = 0, with_signatures = 0;
    snprintf(path, sizeof path, "%s/export", argc > 1 ? argv[1] : ".");
    write_export(path);
    int file = open(path, O_RDONLY);
    bench_need(file >= 0 && fstat(file, &st) == 0, "the export");
    void *at = mmap(NULL, (size_t) st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    bench_need(at != MAP_FAILED, "the export in memory");
    struct dg_str bytes = {at, (size_t) st.st_size};
    for (int i = 0; i < ROUNDS; i++) {
        verify(bytes, false, &walked, &verified);
    }
    verify(bytes, true, &walked, &with_signatures);
    printf("export of %d entries, %.0f bytes each: walked %.0f/s, verified "
           "%.0f/s (target %.0f: %s), with signatures %.0f/s\n",
           ENTRIES, (double) st.st_size / ENTRIES, walked, verified, TARGET,
           verified >= TARGET ? "holds" : "MISSED", with_signatures);
    munmap(at, bytes.len);
    close(file);
    unlink(path);
    return 0;
}
