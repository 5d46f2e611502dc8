/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where the gateway may be told to listen. Binding is left to the bus.
 */
#include <arpa/inet.h>
#include <sys/un.h>

#include "gateway/core/conf_parse.h"

#define PATH_SIZE sizeof((struct sockaddr_un *) 0)->sun_path
#define HOST_SIZE (INET6_ADDRSTRLEN + 2) /* with brackets */

/* ---- what an address is ------------------------------------------------- */

/* "127.0.0.1:7473" or "[::1]:7473": a literal address, so that nobody is asked
 * what a name means. NULL, or what is wrong. */
static const char *
split_tcp(const char *text, struct dg_conf_endpoint *endpoint)
{
    const char *colon = strrchr(text, ':');
    size_t len = colon ? (size_t) (colon - text) : 0;
    char host[HOST_SIZE];
    uint8_t address[16];
    uint64_t port;
    if (len == 0 || len >= sizeof host) {
        return "must be tcp://ADDRESS:PORT";
    }
    bool brackets = text[0] == '[' && text[len - 1] == ']';
    len -= brackets ? 2 : 0;
    memcpy(host, text + brackets, len);
    host[len] = '\0';
    if (inet_pton(brackets ? AF_INET6 : AF_INET, host, address) != 1) {
        return "must have an address in digits, 127.0.0.1 or [::1]";
    }
    if (dg_str_to_u64(dg_str_from(colon + 1), &port) || port == 0 ||
        port > UINT16_MAX) {
        return "must have a port from 1 to 65535";
    }
    memcpy(endpoint->host, host, len + 1);
    endpoint->port = (uint16_t) port;
    endpoint->ipv6 = brackets;
    endpoint->local =
        brackets ? IN6_IS_ADDR_LOOPBACK(address) : address[0] == 127;
    return NULL;
}

static const char *
split_ipc(const char *path, struct dg_conf_endpoint *endpoint)
{
    size_t len = strlen(path);
    if (path[0] != '/' || path[len - 1] == '/') {
        return "must be ipc:// and the absolute path of a socket";
    }
    if (len >= PATH_SIZE) {
        return "is longer than the path of a socket can be";
    }
    endpoint->path = path;
    endpoint->local = true;
    return NULL;
}

/* NULL, or what is wrong. */
static const char *
split(const char *url, struct dg_conf_endpoint *endpoint)
{
    *endpoint = (struct dg_conf_endpoint){.url = url};
    if (strncmp(url, "tcp://", 6) == 0) {
        return split_tcp(url + 6, endpoint);
    }
    if (strncmp(url, "ipc://", 6) == 0) {
        return split_ipc(url + 6, endpoint);
    }
    if (strncmp(url, "ws://", 5) == 0) {
        return "is refused: a dozen bad handshakes over ws:// end nanomsg's "
               "process";
    }
    return "must begin with tcp:// or ipc://";
}

/* ---- the options -------------------------------------------------------- */

/* Called after each value, and once more after the list. */
int
dg_conf_listen_check(cfg_t *cfg, cfg_opt_t *opt)
{
    struct dg_conf_parse *parse = dg_conf_parse_current();
    unsigned count = cfg_opt_size(opt);
    const char *url = count ? cfg_opt_getnstr(opt, count - 1) : NULL;
    struct dg_conf_endpoint endpoint;
    if (url && url != parse->url_checked) {
        const char *wrong = split(url, &endpoint);
        if (!wrong && dg_conf_parse_is_before(opt, count - 1)) {
            wrong = "is named twice";
        } else if (!wrong && count > DG_CONF_LISTEN_MAX) {
            wrong = "is one too many";
        }
        if (wrong) {
            dg_conf_complain(parse, cfg->line, "%s: \"%s\" %s", opt->name, url,
                             wrong);
        }
        parse->listen_line = cfg->line;
    }
    parse->url_checked = url;
    return 0;
}

/* A socket that the gateway binds anyhow would be taken away from itself. */
static bool
is_own(const struct dg_conf *conf, const char *path)
{
    size_t len = strlen(conf->runtime_dir);
    return strncmp(path, conf->runtime_dir, len) == 0 &&
           (strcmp(path + len, "/" DG_CONF_SOCKET) == 0 ||
            strcmp(path + len, "/" DG_CONF_HINTS) == 0);
}

static enum dg_err
copy(struct dg_conf_parse *parse, const struct dg_conf *conf, const char *name,
     struct dg_conf_listen *listen)
{
    listen->count = cfg_size(parse->cfg, name);
    for (unsigned i = 0; i < listen->count; i++) {
        struct dg_conf_endpoint *endpoint = &listen->endpoints[i];
        const char *url =
            dg_arena_copy(&parse->arena,
                          dg_str_from(cfg_getnstr(parse->cfg, name, i)))
                .data;
        if (!url) {
            return DG_ERR_MEMORY;
        }
        split(url, endpoint);
        if (endpoint->path && is_own(conf, endpoint->path)) {
            dg_conf_complain(parse, parse->listen_line,
                             "%s: \"%s\" is the gateway's own socket", name,
                             url);
            return DG_ERR_CONFIG;
        }
    }
    return DG_OK;
}

/* Length of the folder's name, with its slash. */
static size_t
folder_len(const char *path)
{
    return (size_t) (strrchr(path, '/') - path) + 1;
}

static bool
is_beside(const char *path, const char *other)
{
    size_t len = folder_len(path);
    return len == folder_len(other) && strncmp(path, other, len) == 0;
}

/* Binding deletes what lies there, so the folder must be one that the bus has
 * looked at and locked. */
static enum dg_err
check_hints(struct dg_conf_parse *parse, const struct dg_conf *conf)
{
    const struct dg_conf_listen *hints = &conf->listen_hints;
    size_t len = strlen(conf->runtime_dir);
    for (size_t i = 0; i < hints->count; i++) {
        const char *path = hints->endpoints[i].path;
        bool known = !path || (folder_len(path) == len + 1 &&
                               strncmp(path, conf->runtime_dir, len) == 0);
        for (size_t j = 0; j < conf->listen.count && !known; j++) {
            const char *other = conf->listen.endpoints[j].path;
            known = other && is_beside(path, other);
        }
        if (!known) {
            dg_conf_complain(parse, parse->listen_line,
                             "listen_hints: \"%s\" must lie in runtime_dir or "
                             "beside a socket of listen",
                             hints->endpoints[i].url);
            return DG_ERR_CONFIG;
        }
    }
    return DG_OK;
}

enum dg_err
dg_conf_listen_copy(struct dg_conf_parse *parse, struct dg_conf *conf)
{
    enum dg_err err = copy(parse, conf, "listen", &conf->listen);
    err = err ? err : copy(parse, conf, "listen_hints", &conf->listen_hints);
    return err ? err : check_hints(parse, conf);
}
