/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the journal a flow stands on, with keys and fault file, and replays it:
 * the configuration's, a copy that is only read, or one in memory that nobody
 * will miss. */
#include "gateway/flow/flow_internal.h"

#include <errno.h>
#include <sys/stat.h>

/* ---- the configuration's ------------------------------------------------- */

static enum dg_err
make_state_dir(const char *dir, struct dg_buf *why)
{
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        dg_buf_printf(why, "state_dir %s: %s", dir, strerror(errno));
        return DG_ERR_IO;
    }
    return DG_OK;
}

static enum dg_err
open_fault(struct dg_flow *flow, struct dg_buf *why)
{
    struct dg_buf path;
    enum dg_err err;
    dg_buf_init(&path);
    dg_buf_printf(&path, "%s/fault.map", flow->conf->state_dir);
    err = path.err == DG_OK ? dg_fault_open(path.data, &flow->fault) : path.err;
    if (err != DG_OK) {
        dg_buf_printf(why, "%s/fault.map: %s", flow->conf->state_dir,
                      strerror(errno));
    }
    dg_buf_finish(&path);
    return err;
}

/* What the configuration calls a key of root must be nobody else's. */
static enum dg_err
check_root_owners(const struct dg_flow *flow, struct dg_buf *why)
{
    enum dg_err err = DG_OK;
    for (size_t i = 0; i < flow->conf->root_key_count; i++) {
        const struct dg_officer *owner = dg_principals_find_key(
            flow->principals, flow->conf->root_keys[i].kid);
        if (owner && owner->principal->role != DG_ROLE_ROOT) {
            dg_buf_printf(why, "%s: root_keys: the key %s is of %.*s\n",
                          flow->conf->path, owner->key.kid,
                          DG_STR_ARG(owner->principal->source));
            err = DG_ERR_CONFIG;
        }
    }
    return err;
}

/* With the journal's secret, whatever it is. */
static enum dg_err
replay(struct dg_flow *flow, struct dg_buf *why)
{
    dg_host_set_key(flow->host, dg_journal_id_key(flow->journal));
    return dg_replay_run(flow, why);
}

static enum dg_err
open_kept(struct dg_flow *flow, struct dg_buf *why)
{
    enum dg_err err = make_state_dir(flow->conf->state_dir, why);
    if (err == DG_OK) {
        err = dg_keyring_open(flow->conf, false, &flow->keyring, why);
    }
    if (err == DG_OK) {
        err = dg_journal_open(flow->conf->journal, flow->conf->state_dir,
                              &flow->journal, why);
    }
    if (err == DG_OK && !flow->settings.unproved) {
        err = dg_journal_sign(flow->journal, flow->conf->gateway,
                              dg_keyring_keys(flow->keyring),
                              dg_keyring_count(flow->keyring));
    }
    if (err == DG_OK) {
        err = open_fault(flow, why);
    }
    err = err == DG_OK ? replay(flow, why) : err;
    return err == DG_OK ? check_root_owners(flow, why) : err;
}

/* ---- what leaves nothing behind ------------------------------------------ */

/* Of others' journal: whoever root is, it says itself. */
static enum dg_err
open_copy(struct dg_flow *flow, struct dg_buf *why)
{
    enum dg_err err = dg_fault_open(NULL, &flow->fault);
    if (err == DG_OK) {
        err = dg_journal_open_copy(flow->settings.copy, &flow->journal, why);
    }
    err = err == DG_OK ? replay(flow, why) : err;
    return err == DG_OK ? dg_journal_check_copy(flow->journal, why) : err;
}

static enum dg_err
open_fleeting(struct dg_flow *flow, struct dg_buf *why)
{
    enum dg_err err = dg_fault_open(NULL, &flow->fault);
    if (err == DG_OK) {
        err = dg_keyring_open_fleeting(&flow->keyring);
    }
    if (err == DG_OK) {
        err = dg_journal_open("memory", "", &flow->journal, why);
    }
    return err == DG_OK ? replay(flow, why) : err;
}

/* The journal is left alone. */
static enum dg_err
test_journal(struct dg_flow *flow, struct dg_buf *why)
{
    enum dg_err err = dg_keyring_open(flow->conf, true, &flow->keyring, why);
    return err == DG_OK ? dg_store_inspect(flow->conf->journal,
                                           flow->conf->state_dir, why)
                        : err;
}

enum dg_err
dg_open_journal_run(struct dg_flow *flow, bool test, struct dg_buf *why)
{
    if (test) {
        return test_journal(flow, why);
    }
    return flow->settings.copy       ? open_copy(flow, why)
           : flow->settings.fleeting ? open_fleeting(flow, why)
                                     : open_kept(flow, why);
}
