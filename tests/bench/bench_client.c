/* SPDX-License-Identifier: Apache-2.0 */
/* The client of the benchmark: a raw REQ socket that keeps a number of messages
 * outstanding, and the assignments it sends. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>

#define ANSWER_MAX (1 << 20)

/* Titles, places and phrases as they occur in real assignments. */
static const char *const text =
    "请各村(社区)按照县委农村工作领导小组关于健全防止返贫动态监测和帮扶机制的"
    "要求,对照上月台账逐户核实脱贫不稳定户、边缘易致贫户、突发严重困难户家庭"
    "收入、支出、“两不愁三保障”及饮水安全情况,如实记录变化原因和帮扶措施,"
    "由包村干部签字后存档备查;没有变化的填写“与上期一致”。不得要求农户重复"
    "提供已有证明材料,不得以照片、留痕代替入户。";

/* One assignment; the digits of its id and of its town are overwritten, so
 * that making a message costs the client next to nothing. */
static const char *
assignment(size_t *len, size_t *id_at, size_t *town_at)
{
    static char made[4096];
    if (!made[0]) {
        snprintf(
            made, sizeof made,
            "{\"specversion\":\"1.0\",\"id\":\"bench-%012d\","
            "\"source\":\"department/nyncj\","
            "\"type\":\"dutygate.task.publish.v1\",\"data\":{"
            "\"duty\":\"B-001\",\"title\":\"防止返贫动态监测对象月度核实\","
            "\"text\":\"%s\",\"document\":\"惠农发〔2026〕12号\","
            "\"origin\":\"county\",\"audience\":{\"prefixes\":"
            "[\"522731%03d\"]},\"due\":\"2099-12-31\","
            "\"evidence\":[\"record\"]}}",
            0, text, 0);
    }
    *len = strlen(made);
    *id_at = (size_t) (strstr(made, "bench-") - made) + strlen("bench-");
    *town_at = (size_t) (strstr(made, "[\"522731") - made) + 8;
    return made;
}

static void
put_digits(char *at, uint64_t number, int digits)
{
    while (digits-- > 0) {
        at[digits] = (char) ('0' + number % 10);
        number /= 10;
    }
}

size_t
bench_message(char out[BENCH_MESSAGE_MAX], uint64_t serial, size_t batch)
{
    static size_t size, id_at, town_at;
    static const char *one;
    size_t len = 0;
    if (!one) {
        one = assignment(&size, &id_at, &town_at);
    }
    for (size_t i = 0; i < batch; i++) {
        if (batch > 1) {
            out[len++] = i == 0 ? '[' : ',';
        }
        memcpy(out + len, one, size);
        put_digits(out + len + id_at, serial + i, 12);
        put_digits(out + len + town_at, 1 + (serial + i) % 11, 3);
        len += size;
    }
    if (batch > 1) {
        out[len++] = ']';
    }
    return len;
}

struct client {
    int socket;
    const struct bench_load *load;
    double *sent_at; /* by slot */
    double *latency; /* by message */
    size_t sent, answered;
    char message[BENCH_MESSAGE_MAX];
    struct dg_buf signed_message;
    char answer[ANSWER_MAX];
};

/* Valid until the next one is made. */
static struct dg_str
next_message(struct client *c)
{
    const struct bench_load *load = c->load;
    size_t len;
    if (load->texts) {
        return bench_text(load->texts, c->sent);
    }
    len = (load->message ? load->message : bench_message)(
        c->message, *load->serial, load->batch);
    *load->serial += load->batch;
    if (!load->key) {
        return (struct dg_str){c->message, len};
    }
    dg_buf_clear(&c->signed_message);
    bench_sign(load->key, c->message, len, &c->signed_message);
    return (struct dg_str){c->signed_message.data, c->signed_message.len};
}

/* A raw REQ message carries its request id as header; ours is the slot. */
static void
send_one(struct client *c, uint32_t slot)
{
    unsigned char header[4];
    union {
        struct nn_cmsghdr align;
        char bytes[NN_CMSG_SPACE(sizeof(size_t) + 4)];
    } control;
    struct nn_cmsghdr *cmsg = &control.align;
    struct dg_str message = next_message(c);
    struct nn_iovec iov = {(char *) message.data, message.len};
    struct nn_msghdr hdr = {.msg_iov = &iov, .msg_iovlen = 1};
    size_t header_size = sizeof header;
    uint32_t id = slot | 0x80000000u;
    for (int i = 0; i < 4; i++) {
        header[i] = (unsigned char) (id >> (24 - 8 * i));
    }
    memset(&control, 0, sizeof control);
    cmsg->cmsg_len = NN_CMSG_LEN(sizeof header_size + sizeof header);
    cmsg->cmsg_level = PROTO_SP;
    cmsg->cmsg_type = SP_HDR;
    memcpy(NN_CMSG_DATA(cmsg), &header_size, sizeof header_size);
    memcpy(NN_CMSG_DATA(cmsg) + sizeof header_size, header, sizeof header);
    hdr.msg_control = &control;
    hdr.msg_controllen = sizeof control;
    c->sent_at[slot] = bench_now();
    bench_need(nn_sendmsg(c->socket, &hdr, 0) >= 0, "send");
    c->sent++;
}

static uint32_t
receive_one(struct client *c)
{
    unsigned char control[256];
    struct nn_iovec iov = {c->answer, sizeof c->answer - 1};
    struct nn_msghdr hdr = {.msg_iov = &iov,
                            .msg_iovlen = 1,
                            .msg_control = control,
                            .msg_controllen = sizeof control};
    struct nn_cmsghdr *cmsg;
    const unsigned char *data;
    uint32_t id = 0;
    int size = nn_recvmsg(c->socket, &hdr, 0);
    bench_need(size >= 0, "an answer");
    c->answer[size] = '\0';
    cmsg = NN_CMSG_FIRSTHDR(&hdr);
    bench_need(cmsg && cmsg->cmsg_type == SP_HDR, "an answer's header");
    data = NN_CMSG_DATA(cmsg) + sizeof(size_t);
    for (int i = 0; i < 4; i++) {
        id = id << 8 | data[i];
    }
    return id & 0x7fffffffu;
}

static void
check_answer(const struct client *c)
{
    size_t admitted = 0;
    for (const char *p = c->answer; (p = strstr(p, "\"verdict\":\"admit\""));
         p++) {
        admitted++;
    }
    if (admitted != c->load->batch) {
        fprintf(stderr, "not admitted: %.600s\n", c->answer);
        exit(1);
    }
}

/* Until it is time for the next message, if there is a pace. */
static void
keep_pace(const struct client *c, double begin)
{
    double wait = begin + (double) c->sent / c->load->per_second - bench_now();
    if (c->load->per_second > 0 && wait > 0) {
        struct timespec t = {(time_t) wait,
                             (long) (1e9 * (wait - (double) (time_t) wait))};
        nanosleep(&t, NULL);
    }
}

struct bench_rate
bench_client_run(const struct bench_load *load)
{
    struct client *c = calloc(1, sizeof *c);
    int timeout_ms = 30000, size = -1, buffer = 4 << 20;
    double begin, seconds;
    struct bench_rate rate;
    bench_need(c != NULL, "memory");
    c->load = load;
    dg_buf_init(&c->signed_message);
    c->sent_at = calloc(load->outstanding, sizeof *c->sent_at);
    c->latency = calloc(load->count, sizeof *c->latency);
    bench_need(c->sent_at && c->latency, "memory");
    c->socket = nn_socket(AF_SP_RAW, NN_REQ);
    nn_setsockopt(c->socket, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout_ms,
                  sizeof timeout_ms);
    nn_setsockopt(c->socket, NN_SOL_SOCKET, NN_SNDTIMEO, &timeout_ms,
                  sizeof timeout_ms);
    nn_setsockopt(c->socket, NN_SOL_SOCKET, NN_RCVMAXSIZE, &size, sizeof size);
    nn_setsockopt(c->socket, NN_SOL_SOCKET, NN_RCVBUF, &buffer, sizeof buffer);
    nn_setsockopt(c->socket, NN_SOL_SOCKET, NN_SNDBUF, &buffer, sizeof buffer);
    bench_need(nn_connect(c->socket, load->url) >= 0, "connect");
    begin = bench_now();
    for (uint32_t slot = 0; slot < load->outstanding && c->sent < load->count;
         slot++) {
        send_one(c, slot);
    }
    while (c->answered < load->count) {
        uint32_t slot = receive_one(c);
        c->latency[c->answered++] = bench_now() - c->sent_at[slot];
        if (load->check) {
            check_answer(c);
        }
        if (c->sent < load->count) {
            keep_pace(c, begin);
            send_one(c, slot);
        }
    }
    seconds = bench_now() - begin;
    nn_close(c->socket);
    rate.per_second = (double) (load->count * load->batch) / seconds;
    rate.p50_us = 1e6 * bench_quantile(c->latency, load->count, 0.50);
    rate.p99_us = 1e6 * bench_quantile(c->latency, load->count, 0.99);
    dg_buf_finish(&c->signed_message);
    free(c->sent_at);
    free(c->latency);
    free(c);
    return rate;
}
