/* SPDX-License-Identifier: Apache-2.0 */
/* Which bucket a value falls into, and how a histogram is told. */
#include "gateway/core/metric.h"

#include "tests/tap/tap.h"

/* The bucket that a value of nanoseconds falls into. */
static int
bucket_of(uint64_t ns)
{
    struct dg_histogram histogram = {.count = 0};
    dg_histogram_observe(&histogram, DG_HISTOGRAM_DECIDE, ns);
    for (int i = 0; i < DG_HISTOGRAM_BUCKETS; i++) {
        if (histogram.buckets[i]) {
            return i;
        }
    }
    return -1;
}

static void
test_buckets(void)
{
    is_int(bucket_of(0), 0, "nothing");
    is_int(bucket_of(1000), 0, "a microsecond is the first bound");
    is_int(bucket_of(1001), 1, "what is above it is in the next");
    is_int(bucket_of(2000), 1, "which goes to two");
    is_int(bucket_of(2001), 2, "from there");
    is_int(bucket_of(4000), 2, "to four");
    is_int(bucket_of(67108864000), 26, "67 s is the last bound");
    is_int(bucket_of(67108864001), 27, "what is above has a bucket, too");
    is_int(bucket_of(UINT64_MAX), 27, "whatever it is");
}

/* {"name":{…}} of what was observed. */
static struct dg_str
told(struct dg_json_writer *out, const struct dg_histogram *histogram,
     enum dg_histogram_kind kind)
{
    struct dg_str text;
    dg_json_writer_reset(out);
    dg_json_open_object(out);
    dg_histogram_write(histogram, kind, out);
    dg_json_close_object(out);
    is_int(dg_json_writer_text(out, &text), DG_OK, "it can be told");
    return text;
}

static void
test_entries(struct dg_json_writer *out)
{
    struct dg_histogram histogram = {.count = 0};
    dg_histogram_observe(&histogram, DG_HISTOGRAM_ENTRIES, 1);
    dg_histogram_observe(&histogram, DG_HISTOGRAM_ENTRIES, 3);
    dg_histogram_observe(&histogram, DG_HISTOGRAM_ENTRIES, 40000);
    is_str(told(out, &histogram, DG_HISTOGRAM_ENTRIES),
           "{\"dutygate_commit_entries\":{\"count\":3,\"sum\":\"40004\","
           "\"buckets\":[{\"le\":\"1\",\"count\":1},{\"le\":\"2\",\"count\":1},"
           "{\"le\":\"4\",\"count\":2},{\"le\":\"8\",\"count\":2},"
           "{\"le\":\"16\",\"count\":2},{\"le\":\"32\",\"count\":2},"
           "{\"le\":\"64\",\"count\":2},{\"le\":\"128\",\"count\":2},"
           "{\"le\":\"256\",\"count\":2},{\"le\":\"512\",\"count\":2},"
           "{\"le\":\"1024\",\"count\":2},{\"le\":\"2048\",\"count\":2},"
           "{\"le\":\"4096\",\"count\":2},{\"le\":\"8192\",\"count\":2},"
           "{\"le\":\"16384\",\"count\":2},{\"le\":\"32768\",\"count\":2},"
           "{\"le\":\"+Inf\",\"count\":3}]}}",
           "counts add up; the last bucket has all");
}

static void
test_seconds(struct dg_json_writer *out)
{
    struct dg_histogram histogram = {.count = 0};
    struct dg_str text;
    dg_histogram_observe(&histogram, DG_HISTOGRAM_COMMIT, 1500);
    dg_histogram_observe(&histogram, DG_HISTOGRAM_COMMIT, 2000000000);
    text = told(out, &histogram, DG_HISTOGRAM_COMMIT);
    const char *head =
        "{\"dutygate_commit_seconds\":{\"count\":2,"
        "\"sum\":\"2.0000015\",\"buckets\":[{\"le\":\"0.000001\","
        "\"count\":0},{\"le\":\"0.000002\",\"count\":1},";
    const char *tail = ",{\"le\":\"67.108864\",\"count\":2},"
                       "{\"le\":\"+Inf\",\"count\":2}]}}";
    text.len = text.len > strlen(head) ? strlen(head) : text.len;
    is_str(text, head, "seconds are decimal texts without trailing zeros");
    text = told(out, &histogram, DG_HISTOGRAM_COMMIT);
    ok(text.len > strlen(tail), "there is more");
    text.data += text.len - strlen(tail);
    text.len = strlen(tail);
    is_str(text, tail, "to the last bound");
}

int
main(void)
{
    struct dg_json_writer *out = NULL;
    test_buckets();
    is_int(dg_json_writer_create(&out), DG_OK, "a writer");
    test_entries(out);
    test_seconds(out);
    dg_json_writer_destroy(out);
    return tap_done();
}
