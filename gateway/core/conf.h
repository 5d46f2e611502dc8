/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration file (libconfuse). Read twice: first for the gateway's own
 * options, which name the plugins; then, when these were found, as a whole
 * with the options and rules they declare. Every complaint is
 * "FILE:LINE: what" ("FILE: what" of a thing that is not there). Relative paths
 * are relative to the file's folder. */
#ifndef GATEWAY_CORE_CONF_H
#define GATEWAY_CORE_CONF_H

#include "gateway/core/log.h"
#include "plugins/plugin.h"
#include "proto/base/buf.h"
#include "proto/codec/key.h"

enum dg_mode { DG_MODE_OFF, DG_MODE_OBSERVE, DG_MODE_ENFORCE };

const char *dg_mode_text(enum dg_mode mode);

/* A rule's mode at time t: before `from` the mode `before`, then `mode`. */
struct dg_conf_rule {
    enum dg_mode mode, before;
    bool dated;
    int32_t from; /* China day */
};

/* Checkpoints are signed with all of them, and every answer carries one. */
#define DG_CONF_KEY_FILES 8
#define DG_CONF_KEY_FILE "gateway.jwk" /* within state_dir */

/* The bus's socket within runtime_dir. */
#define DG_CONF_SOCKET "gateway.ipc"
/* That of the hints, beside it; no longer than the bus's. */
#define DG_CONF_HINTS "hints.ipc"

#define DG_CONF_LISTEN_MAX 8

/* Where to listen besides. */
struct dg_conf_endpoint {
    const char *url;  /* as written */
    const char *path; /* of ipc://; NULL: tcp:// */
    char host[46];    /* an address in digits, without brackets */
    uint16_t port;
    bool ipv6;
    bool local; /* nobody on another host can reach it */
};

struct dg_conf_listen {
    struct dg_conf_endpoint endpoints[DG_CONF_LISTEN_MAX];
    size_t count;
};

/* How much each may; 0: as much as they like. */
struct dg_conf_limits {
    uint32_t principal_rate;        /* events a second, of a principal … */
    uint32_t principal_burst;       /* … and at once */
    uint32_t principal_outstanding; /* bytes taken and not yet answered */
    uint32_t unauthenticated_rate;  /* messages a second that nobody's key
                                       signed, of a connection; of all
                                       together ten times as many */
};

struct dg_conf {
    const char *path;
    const char *gateway;          /* id on every receipt: [a-z0-9.-]{1,32} */
    const char *state_dir;        /* journal; made 0700 if missing */
    const char *runtime_dir;      /* socket; made 0700 if missing */
    struct dg_conf_listen listen; /* for requests */
    struct dg_conf_listen listen_hints; /* for subscribers */
    const char *plugin_dir;
    const char *const *plugins; /* names, in order */
    size_t plugin_count;
    int plugins_line;             /* where they are named; 0: nowhere */
    const char *const *key_files; /* the gateway's own, the first one signs
                                     messages; at least one */
    size_t key_file_count;
    bool key_files_named; /* or else it is the one in state_dir */
    const char *journal;  /* "sqlite" or "memory" */
    enum dg_log_level log_level;
    const char *log_file;     /* NULL: stderr */
    const char *metrics_file; /* NULL: none is written */
    const char *language; /* of findings: "en" or "zh_CN" */
    int expire_after; /* days after its due date when a task ends; 0: never */
    /* They sign as root/GATEWAY. */
    const struct dg_public_key *root_keys;
    size_t root_key_count;
    int cosign_within; /* days for the signatures a joint task waits for */
    bool separation;   /* no keeper decides on what is its own request */
    struct dg_conf_limits limits;
    struct dg_conf_parse *parse; /* what the accessors below read */
};

/* Reads the gateway's own options. DG_ERR_CONFIG with why filled (one complaint
 * a line), DG_ERR_IO, DG_ERR_MEMORY. */
enum dg_err dg_conf_open(const char *path, struct dg_conf *conf,
                         struct dg_buf *why);

/* As that, of a text, which is called by a name: a configuration that was
 * recorded. */
enum dg_err dg_conf_open_text(const char *name, struct dg_str text,
                              struct dg_conf *conf, struct dg_buf *why);

/* Checks the whole file against what the plugins declare, in conf's order. */
enum dg_err dg_conf_check(struct dg_conf *conf,
                          const struct dg_plugin *const *plugins, size_t count,
                          struct dg_buf *why);

void dg_conf_close(struct dg_conf *conf);

/* After dg_conf_check; plugin and name must have been declared. A plugin's
 * section that is not written has its fallbacks. */
struct dg_str dg_conf_text(const struct dg_conf *conf, const char *plugin,
                           const char *name);
int64_t dg_conf_integer(const struct dg_conf *conf, const char *plugin,
                        const char *name);
bool dg_conf_boolean(const struct dg_conf *conf, const char *plugin,
                     const char *name);
struct dg_conf_rule dg_conf_rule(const struct dg_conf *conf, const char *plugin,
                                 const char *rule);

/* The mode a rule has on a China day. */
enum dg_mode dg_conf_mode(struct dg_conf_rule rule, int32_t day);

#endif
