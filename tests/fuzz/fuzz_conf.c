/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration file: whatever is written there is taken or complained of.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "gateway/core/conf.h"
#include "tests/fuzz/fuzz.h"

static const struct dg_plugin_rule rules[] = {{"lead", "notice"},
                                              {"known", "on the list"}};
static const struct dg_plugin_option options[] = {
    {"list", DG_PLUGIN_OPTION_TEXT, "access", 1, 64, "the list"},
    {"days", DG_PLUGIN_OPTION_INTEGER, "21", 0, 366, "a number"},
    {"loud", DG_PLUGIN_OPTION_BOOLEAN, "false", 0, 0, "a switch"}};
static const struct dg_plugin plugin = {
    .struct_size = sizeof plugin,
    .name = "access_list",
    .rules = rules,
    .rule_count = 2,
    .options = options,
    .option_count = 3,
};

static void
check(struct dg_conf *conf, struct dg_buf *why)
{
    const struct dg_plugin *plugins[] = {&plugin};
    FUZZ_NEED(conf->gateway && conf->state_dir && conf->plugin_dir);
    if (dg_conf_check(conf, plugins, 1, why) != DG_OK) {
        FUZZ_NEED(why->len > 0);
        return;
    }
    FUZZ_NEED(dg_conf_rule(conf, "access_list", "lead").mode <=
              DG_MODE_ENFORCE);
    FUZZ_NEED(dg_conf_integer(conf, "access_list", "days") <= 366);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_conf conf;
    struct dg_buf why;
    char path[64];
    int fd = memfd_create("conf", 0);
    FUZZ_NEED(fd >= 0 && write(fd, data, size) == (ssize_t) size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    dg_buf_init(&why);
    if (dg_conf_open(path, &conf, &why) == DG_OK) {
        check(&conf, &why);
        dg_conf_close(&conf);
    } else {
        FUZZ_NEED(why.len > 0);
    }
    dg_buf_finish(&why);
    close(fd);
    return 0;
}
