/* SPDX-License-Identifier: Apache-2.0 */
/* Every complaint about a configuration, word for word. */
#include "gateway/core/conf.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/date.h"
#include "tests/tap/tap.h"

#define FILE_NAME "dutygated.conf"

static const struct dg_plugin_option options[] = {
    {"lead_days", DG_PLUGIN_OPTION_INTEGER, "3", 0, 365, "days"},
    {"strict", DG_PLUGIN_OPTION_BOOLEAN, "false", 0, 0, "strict"},
    {"title", DG_PLUGIN_OPTION_TEXT, "准入清单", 1, 6, "title"},
};
static const struct dg_plugin_rule rules[] = {
    {"duty_listed", "a duty is listed"},
    {"lead_time", "there is time"},
};
static const struct dg_plugin access_list = {
    .struct_size = sizeof access_list,
    .name = "access_list",
    .rules = rules,
    .rule_count = 2,
    .options = options,
    .option_count = 3,
};
static const struct dg_plugin burden = {
    .struct_size = sizeof burden,
    .name = "burden",
};

static void
file_write(const char *text, size_t len)
{
    FILE *file = fopen(FILE_NAME, "w");
    fwrite(text, 1, len, file);
    fclose(file);
}

static enum dg_err
conf_read(const char *text, struct dg_conf *conf, struct dg_buf *why)
{
    static const struct dg_plugin *const plugins[] = {&access_list, &burden,
                                                      &burden};
    file_write(text, strlen(text));
    dg_buf_init(why);
    enum dg_err err = dg_conf_open(FILE_NAME, conf, why);
    if (err) {
        return err;
    }
    err = dg_conf_check(conf, plugins, conf->plugin_count, why);
    if (err) {
        dg_conf_close(conf);
    }
    return err;
}

/* The text is refused with exactly these complaints. */
static void
refuses(const char *text, const char *want, const char *name)
{
    struct dg_conf conf;
    struct dg_buf why;
    enum dg_err err = conf_read(text, &conf, &why);
    is_text(why.data ? why.data : "", want, name);
    if (err != DG_ERR_CONFIG) {
        is_int(err, DG_ERR_CONFIG, name);
    }
    if (!err) {
        dg_conf_close(&conf);
    }
    dg_buf_finish(&why);
}

static void
test_fallbacks(void)
{
    struct dg_conf conf;
    struct dg_buf why;
    is_int(conf_read("gateway = \"hs.gz-01\"\n", &conf, &why), DG_OK,
           "the smallest configuration");
    is_text(conf.path, FILE_NAME, "path");
    is_text(conf.gateway, "hs.gz-01", "gateway");
    is_text(conf.state_dir, DG_STATE_DIR, "state_dir");
    is_text(conf.runtime_dir, DG_RUNTIME_DIR, "runtime_dir");
    is_text(conf.plugin_dir, DG_PLUGIN_DIR, "plugin_dir");
    is_text(conf.journal, "sqlite", "journal");
    is_int(conf.log_level, DG_LOG_INFO, "log_level");
    is_int(conf.plugin_count, 3, "three plugins");
    is_text(conf.plugins[0], "access_list", "the list is asked first");
    is_text(conf.plugins[1], "form_dedup", "then what is asked already");
    is_text(conf.plugins[2], "burden", "and it is counted");
    is_int(dg_conf_integer(&conf, "access_list", "lead_days"), 3, "integer");
    ok(!dg_conf_boolean(&conf, "access_list", "strict"), "boolean");
    is_str(dg_conf_text(&conf, "access_list", "title"), "准入清单", "text");
    struct dg_conf_rule rule = dg_conf_rule(&conf, "access_list", "lead_time");
    is_int(dg_conf_mode(rule, 0), DG_MODE_ENFORCE, "a rule is enforced");
    ok(!rule.dated, "without a date");
    dg_conf_close(&conf);
    dg_buf_finish(&why);
}

static void
test_limits(void)
{
    struct dg_conf conf;
    struct dg_buf why;
    is_int(conf_read("gateway = hs\nprincipal_rate = 0\n"
                     "principal_outstanding = 1073741824\n",
                     &conf, &why),
           DG_OK, "two limits");
    is_int(conf.limits.principal_rate, 0, "none");
    is_int(conf.limits.principal_outstanding, 1 << 30, "the most");
    is_int(conf.limits.principal_burst, 10000, "as usual");
    is_int(conf.limits.unauthenticated_rate, 200, "likewise");
    dg_conf_close(&conf);
    dg_buf_finish(&why);
    refuses("gateway = hs\nprincipal_rate = -1\nprincipal_burst = 0\n"
            "principal_outstanding = 8M\nunauthenticated_rate = 100001\n",
            FILE_NAME ":2: principal_rate must be a whole number from 0 to "
                      "1000000\n" FILE_NAME
                      ":3: principal_burst must be a whole number from 1 to "
                      "1000000\n" FILE_NAME
                      ":4: principal_outstanding must be a whole number from 0 "
                      "to 1073741824\n" FILE_NAME
                      ":5: unauthenticated_rate must be a whole number from 0 "
                      "to 100000\n",
            "limits beyond what may be");
}

#define KEY_A "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define KEY_B "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw"

static void
test_root_keys(void)
{
    struct dg_conf conf;
    struct dg_buf why;
    char x[DG_KID_LEN + 1];
    is_int(conf_read("gateway = hs\nroot_keys = {\n \"" KEY_A "\", # A\n"
                     "  " KEY_B "}\n",
                     &conf, &why),
           DG_OK, "two root keys");
    is_int(conf.root_key_count, 2, "both are there");
    dg_public_key_x(&conf.root_keys[1], x);
    is_text(x, KEY_B, "in order");
    dg_conf_close(&conf);
    dg_buf_finish(&why);
    refuses("gateway = hs\nroot_keys = { \"" KEY_A "\",\n \"abc\",\n\"\",\n"
            "\"" KEY_A "\" }\n",
            FILE_NAME ":3: root_keys: \"abc\" is no public key: 43 characters "
                      "of base64url, as dutygate keygen says it\n" FILE_NAME
                      ":4: root_keys: \"\" is no public key: 43 characters of "
                      "base64url, as dutygate keygen says it\n" FILE_NAME
                      ":5: root_keys: " KEY_A " is named twice\n",
            "no keys, and one twice");
    refuses("gateway = hs\nroot_keys = "
            "{AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA}\n",
            FILE_NAME ":2: root_keys: \"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                      "AAAAAA\" is no public key: 43 characters of base64url, "
                      "as dutygate keygen says it\n",
            "a point of small order");
    refuses("gateway = hs\nplugins = { root_keys }\n",
            FILE_NAME ":2: \"root_keys\" cannot be a plugin's name\n",
            "no plugin is called so");
}

static void
test_key_files(void)
{
    struct dg_conf conf;
    struct dg_buf why;
    is_int(conf_read("gateway = hs\nstate_dir = /var/s\n", &conf, &why), DG_OK,
           "no key files");
    is_int(conf.key_file_count, 1, "there is one");
    is_text(conf.key_files[0], "/var/s/gateway.jwk", "in state_dir");
    ok(!conf.key_files_named, "nobody named it");
    dg_conf_close(&conf);
    dg_buf_finish(&why);
    is_int(conf_read("gateway = hs\nkey_files = {/a.jwk, \"b/c.jwk\"}\n", &conf,
                     &why),
           DG_OK, "two");
    ok(conf.key_file_count == 2 && conf.key_files_named, "that are named");
    is_text(conf.key_files[0], "/a.jwk", "in order");
    ok(conf.key_files[1][0] == '/' && strstr(conf.key_files[1], "/b/c.jwk"),
       "beside the file: %s", conf.key_files[1]);
    dg_conf_close(&conf);
    dg_buf_finish(&why);
    refuses("gateway = hs\nkey_files = {a, \"\"}\n",
            FILE_NAME ":2: key_files must name a file\n", "no name");
    refuses("gateway = hs\nkey_files = {a,b,c,d,e,f,g,h,\ni,j}\n",
            FILE_NAME ":3: key_files names more than 8 files\n", "too many");
}

static void
is_tcp(const struct dg_conf_endpoint *endpoint, const char *host, int port,
       bool local)
{
    ok(!endpoint->path, "%s: tcp", endpoint->url);
    is_text(endpoint->host, host, "its address");
    is_int(endpoint->port, port, "its port");
    is_int(endpoint->ipv6, strchr(host, ':') != NULL, "its kind");
    is_int(endpoint->local, local, "who reaches it");
}

static void
test_listen(void)
{
    struct dg_conf conf;
    struct dg_buf why;
    is_int(conf_read("gateway = hs\nruntime_dir = /r\nlisten = {\n"
                     "\"tcp://127.0.0.1:7473\", # the proxy\n"
                     "\"tcp://[::1]:65535\", \"tcp://10.9.0.1:1\",\n"
                     "\"tcp://[fd00::1]:80\", \"ipc:///r2/a.ipc\"}\n"
                     "listen_hints = { \"tcp://0.0.0.0:7474\",\n"
                     "\"ipc:///r2/b.ipc\", \"ipc:///r/b.ipc\" }\n",
                     &conf, &why),
           DG_OK, "listen and listen_hints");
    is_int(conf.listen.count, 5, "five places");
    is_tcp(&conf.listen.endpoints[0], "127.0.0.1", 7473, true);
    is_tcp(&conf.listen.endpoints[1], "::1", 65535, true);
    is_tcp(&conf.listen.endpoints[2], "10.9.0.1", 1, false);
    is_tcp(&conf.listen.endpoints[3], "fd00::1", 80, false);
    is_text(conf.listen.endpoints[4].path, "/r2/a.ipc", "a path");
    is_int(conf.listen_hints.count, 3, "three for hints");
    is_tcp(&conf.listen_hints.endpoints[0], "0.0.0.0", 7474, false);
    is_text(conf.listen_hints.endpoints[1].url, "ipc:///r2/b.ipc", "a URL");
    dg_conf_close(&conf);
    dg_buf_finish(&why);
    is_int(conf_read("gateway = hs\nlisten = {}\n", &conf, &why), DG_OK,
           "an empty list");
    is_int(conf.listen.count + conf.listen_hints.count, 0, "is none");
    dg_conf_close(&conf);
    dg_buf_finish(&why);
}

#define LISTEN(url, wrong)                                                     \
    refuses("gateway = hs\n\nlisten = { \"" url "\" }\n",                      \
            FILE_NAME ":3: listen: \"" url "\" " wrong "\n", "listen: " url)

static void
test_listen_complaints(void)
{
    LISTEN("ws://127.0.0.1:80", "is refused: a dozen bad handshakes over ws:// "
                                "end nanomsg's process");
    LISTEN("", "must begin with tcp:// or ipc://");
    LISTEN("inproc://a", "must begin with tcp:// or ipc://");
    LISTEN("127.0.0.1:7473", "must begin with tcp:// or ipc://");
    LISTEN("tcp://", "must be tcp://ADDRESS:PORT");
    LISTEN("tcp://127.0.0.1", "must be tcp://ADDRESS:PORT");
    LISTEN("tcp://:80", "must be tcp://ADDRESS:PORT");
    LISTEN("tcp://*:80", "must have an address in digits, 127.0.0.1 or [::1]");
    LISTEN("tcp://localhost:80",
           "must have an address in digits, 127.0.0.1 or [::1]");
    LISTEN("tcp://lo;127.0.0.1:80",
           "must have an address in digits, 127.0.0.1 or [::1]");
    LISTEN("tcp://::1:80",
           "must have an address in digits, 127.0.0.1 or [::1]");
    LISTEN("tcp://[127.0.0.1]:80",
           "must have an address in digits, 127.0.0.1 or [::1]");
    LISTEN("tcp://127.0.0.1:", "must have a port from 1 to 65535");
    LISTEN("tcp://127.0.0.1:0", "must have a port from 1 to 65535");
    LISTEN("tcp://127.0.0.1:080", "must have a port from 1 to 65535");
    LISTEN("tcp://127.0.0.1:65536", "must have a port from 1 to 65535");
    LISTEN("tcp://127.0.0.1:80/", "must have a port from 1 to 65535");
    LISTEN("ipc://", "must be ipc:// and the absolute path of a socket");
    LISTEN("ipc://a.ipc", "must be ipc:// and the absolute path of a socket");
    LISTEN("ipc:///a/", "must be ipc:// and the absolute path of a socket");
    refuses("gateway = hs\nruntime_dir = /r\n"
            "listen = { \"ipc:///r/gateway.ipc\" }\n",
            FILE_NAME ":3: listen: \"ipc:///r/gateway.ipc\" is the gateway's "
                      "own socket\n",
            "its own socket");
    refuses("gateway = hs\nruntime_dir = /r\n"
            "listen_hints = { \"ipc:///r3/a.ipc\" }\n",
            FILE_NAME ":3: listen_hints: \"ipc:///r3/a.ipc\" must lie in "
                      "runtime_dir or beside a socket of listen\n",
            "hints in a folder that nobody looked at");
    refuses("gateway = hs\nlisten = { \"tcp://127.0.0.1:80\",\n"
            "\"tcp://127.0.0.1:80\" }\n",
            FILE_NAME ":3: listen: \"tcp://127.0.0.1:80\" is named twice\n",
            "one twice");
    refuses("gateway = hs\nlisten = { \"tcp://127.0.0.1:1\",\n"
            "\"tcp://127.0.0.1:2\", \"tcp://127.0.0.1:3\",\n"
            "\"tcp://127.0.0.1:4\", \"tcp://127.0.0.1:5\",\n"
            "\"tcp://127.0.0.1:6\", \"tcp://127.0.0.1:7\",\n"
            "\"tcp://127.0.0.1:8\", \n\"tcp://127.0.0.1:9\" }\n",
            FILE_NAME ":7: listen: \"tcp://127.0.0.1:9\" is one too many\n",
            "nine");
}

static void
test_mark(void)
{
    struct dg_conf conf;
    struct dg_buf why;
    is_int(conf_read("\xef\xbb\xbfgateway = \"hs\"\r\n", &conf, &why), DG_OK,
           "a byte order mark and carriage returns");
    is_text(conf.gateway, "hs", "are passed over");
    dg_conf_close(&conf);
    dg_buf_finish(&why);
    refuses("\xef\xbb\xbfgatewy = \"hs\"\n",
            FILE_NAME ":1: unknown option \"gatewy\"\n",
            "and stand in no complaint");
}

static void
test_rules(const struct dg_conf *conf)
{
    int32_t day;
    struct dg_conf_rule rule = dg_conf_rule(conf, "access_list", "lead_time");
    dg_date_parse(DG_STR("2027-01-01"), &day);
    is_text(dg_mode_text(dg_conf_mode(rule, day - 1)), "off", "until the day");
    is_text(dg_mode_text(dg_conf_mode(rule, day)), "observe", "from the day");
    rule = dg_conf_rule(conf, "access_list", "duty_listed");
    is_text(dg_mode_text(dg_conf_mode(rule, day - 1)), "observe",
            "before is observe when not written");
    is_text(dg_mode_text(dg_conf_mode(rule, day)), "enforce",
            "mode is enforce when not written");
}

static void
test_everything(void)
{
    struct dg_conf conf;
    struct dg_buf why;
    char cwd[400], want[512];
    const char *text =
        "# comment\n"
        "gateway = hs // the id\n"
        "state_dir = \"var/#state\"\n"
        "runtime_dir = /run/x\n"
        "plugin_dir = plugins\n"
        "plugins = { \"access_list\", # the list\n"
        "  burden /* and\n its figures */ }\n"
        "journal = memory\n"
        "log_level = \"warn\"\n"
        "access_list {\n"
        "  lead_days = 15\n"
        "  strict = true\n"
        "  title = \"惠水县\"\n"
        "  rule lead_time { mode = \"observe\" from = \"2027-01-01\"\n"
        "    before = \"off\" }\n"
        "  rule duty_listed { from = \"2027-01-01\" }\n"
        "}\n"
        "burden {}\n";
    is_int(conf_read(text, &conf, &why), DG_OK, "a whole configuration");
    if (why.len) {
        is_text(why.data, "", "without complaint");
        return;
    }
    ok(getcwd(cwd, sizeof cwd) != NULL, "cwd");
    snprintf(want, sizeof want, "%s/var/#state", cwd);
    is_text(conf.state_dir, want, "a relative path is the file's folder's");
    snprintf(want, sizeof want, "%s/plugins", cwd);
    is_text(conf.plugin_dir, want, "the other too");
    is_text(conf.runtime_dir, "/run/x", "an absolute one stays");
    is_int(conf.plugin_count, 2, "two plugins");
    is_text(conf.plugins[1], "burden", "in order");
    is_text(conf.journal, "memory", "journal");
    is_int(conf.log_level, DG_LOG_WARN, "log_level");
    is_int(dg_conf_integer(&conf, "access_list", "lead_days"), 15, "integer");
    ok(dg_conf_boolean(&conf, "access_list", "strict"), "boolean");
    is_str(dg_conf_text(&conf, "access_list", "title"), "惠水县", "text");
    test_rules(&conf);
    dg_conf_close(&conf);
    dg_buf_finish(&why);
}

static void
test_folder(void)
{
    struct dg_conf conf;
    struct dg_buf why;
    char cwd[400], want[512];
    mkdir("etc", 0700);
    file_write("gateway = hs\nstate_dir = s\n", 27);
    rename(FILE_NAME, "etc/" FILE_NAME);
    dg_buf_init(&why);
    is_int(dg_conf_open("etc/" FILE_NAME, &conf, &why), DG_OK, "in a folder");
    ok(getcwd(cwd, sizeof cwd) != NULL, "cwd");
    snprintf(want, sizeof want, "%s/etc/s", cwd);
    is_text(conf.state_dir, want, "relative to the file, not to us");
    dg_conf_close(&conf);
    dg_buf_finish(&why);
}

static void
test_own_complaints(void)
{
    refuses("", "dutygated.conf: missing option \"gateway\"\n", "empty file");
    refuses("gateway = hs\n# a\n# b\nfoo = 3\n",
            "dutygated.conf:4: unknown option \"foo\"\n", "unknown option");
    refuses("gateway = hs\nfoo|bar = 3\n",
            "dutygated.conf:2: no sub-section title/index for 'foo'\n",
            "a path as a name");
    refuses("gateway = hs\ntariff {\n x = 1\n}\n",
            "dutygated.conf:2: unknown section \"tariff\": plugins does "
            "not name it\n",
            "section of a plugin that is not in use");
    refuses("gateway = \"h\"\nseparation = maybe\n",
            "dutygated.conf:2: separation must be true or false\n",
            "a truth that is none");
    refuses("gateway = \"惠水\"\njournal = postgres\nlog_level = loud\n"
            "state_dir = \"\"\n",
            "dutygated.conf:1: gateway must be 1 to 32 of a-z, 0-9, \".\" and "
            "\"-\"\n"
            "dutygated.conf:2: journal must be \"sqlite\" or \"memory\"\n"
            "dutygated.conf:3: log_level must be \"debug\", \"info\", \"warn\" "
            "or \"error\"\n"
            "dutygated.conf:4: state_dir must not be empty\n",
            "all complaints at once, each with its line");
    refuses("gateway = hs\nplugins = { \"../x\", burden, journal,\n burden }\n",
            "dutygated.conf:3: \"../x\" cannot be a plugin's name\n"
            "dutygated.conf:3: \"journal\" cannot be a plugin's name\n"
            "dutygated.conf:3: plugin burden is named twice\n",
            "names of plugins");
    refuses("gateway = hs\n\nruntime_dir = "
            "\"/0123456789012345678901234567890123456789012345678901234567890"
            "123456789012345678901234567890123456\"\n",
            "dutygated.conf:3: runtime_dir is too long: the path of its "
            "socket has 110 bytes, 107 are possible\n",
            "a socket's path that does not fit");
}

static void
test_syntax(void)
{
    refuses("gateway = hs\nlog_level \"info\"\n",
            "dutygated.conf:2: missing equal sign after option 'log_level'\n",
            "no equal sign");
    refuses("gateway = hs\nplugins = { access_list }\"\"\"\"\n",
            "dutygated.conf:2: not understood\n",
            "texts that belong to nothing");
    refuses("gateway = hs\naccess_list {\n lead_days = 1\n",
            "dutygated.conf:2: missing closing brace\n", "no closing brace");
    refuses("gateway = hs\n}\n", "dutygated.conf:2: unexpected closing brace\n",
            "a brace too many");
    refuses("gateway = hs\naccess_list = 3\n",
            "dutygated.conf:2: access_list is a section, not an option: "
            "access_list { ... }\n",
            "a section written as an option");
    refuses("gateway = hs\ntariff = 3\n",
            "dutygated.conf:2: unknown option \"tariff\"\n",
            "a name that no plugin in use has");
    refuses("gateway = hs\nstate_dir = \"x\n\n",
            "dutygated.conf:2: unterminated string\n", "an open string");
    refuses("gateway = hs\n/* x\n\n",
            "dutygated.conf:2: unterminated comment\n", "an open comment");
    refuses("gateway = hs\nstate_dir = \"\xff\"\n",
            "dutygated.conf:2: not UTF-8\n", "not UTF-8");
}

static void
test_twice(void)
{
    refuses("gateway = hs\n# gateway = x\nlog_level = info\ngateway = gy\n",
            "dutygated.conf:4: \"gateway\" is written twice, first in line "
            "1\n",
            "an option");
    refuses("gateway = hs\nplugins = {access_list,\n burden}\n"
            "plugins={burden}",
            "dutygated.conf:4: \"plugins\" is written twice, first in line "
            "2\n",
            "a list");
    refuses("gateway = hs\naccess_list {\n lead_days = 3\n strict = true\n"
            " lead_days = 4\n strict = 'true' }\n",
            "dutygated.conf:5: \"lead_days\" is written twice, first in line "
            "3\n"
            "dutygated.conf:6: \"strict\" is written twice, first in line "
            "4\n",
            "options of a plugin");
    refuses("gateway = hs\naccess_list { title = \"title = 3\" }\n"
            "access_list {\n}\n",
            "dutygated.conf:3: \"access_list\" is written twice, first in line "
            "2\n",
            "a section");
    refuses("gateway = hs\naccess_list {\n rule lead_time { mode = off\n"
            "  mode = observe }\n rule duty_listed { mode = off } }\n",
            "dutygated.conf:4: \"mode\" is written twice, first in line 3\n",
            "a rule's mode, but not that of another rule");
}

static void
test_plugin_complaints(void)
{
    refuses("gateway = hs\naccess_list {\n# c\n foo = 1\n}\n",
            "dutygated.conf:4: unknown option \"foo\"\n", "unknown option");
    refuses("gateway = hs\naccess_list {\n lead_days = 366\n strict = maybe\n"
            " title = \"一二三四五六七\" }\n",
            "dutygated.conf:3: lead_days must be a whole number from 0 to 365\n"
            "dutygated.conf:4: strict must be true or false\n"
            "dutygated.conf:5: title must have 1 to 6 characters\n",
            "values out of range");
    refuses("gateway = hs\naccess_list { lead_days = 3.5 }\n",
            "dutygated.conf:2: lead_days must be a whole number from 0 to "
            "365\n",
            "not a whole number");
    refuses("gateway = hs\naccess_list {\n rule x { mode = \"off\" }\n"
            " rule y {\n }\n rule z {\n\n  mode = \"off\"\n }\n}\n",
            "dutygated.conf:3: unknown rule \"x\" of plugin access_list\n"
            "dutygated.conf:5: unknown rule \"y\" of plugin access_list\n"
            "dutygated.conf:6: unknown rule \"z\" of plugin access_list\n",
            "unknown rules");
    refuses("gateway = hs\naccess_list {\n rule lead_time {\n"
            "  mode = \"on\"\n  from = \"2027-02-29\"\n  before = \"later\"\n"
            " }\n}\n",
            "dutygated.conf:4: mode must be \"off\", \"observe\" or "
            "\"enforce\"\n"
            "dutygated.conf:5: from must be a date YYYY-MM-DD\n"
            "dutygated.conf:6: before must be \"off\", \"observe\" or "
            "\"enforce\"\n",
            "a rule's values");
    refuses("gateway = hs\naccess_list {\n rule lead_time { before = off }\n}",
            "dutygated.conf:3: before needs from in rule \"lead_time\"\n",
            "before without from");
    refuses("gateway = hs\naccess_list {\n rule lead_time { }\n"
            " rule lead_time { }\n}",
            "dutygated.conf:4: found duplicate title 'lead_time'\n",
            "a rule twice");
    refuses("gateway = hs\naccess_list { rule lead_time { date = 1 } }\n",
            "dutygated.conf:2: unknown option \"date\"\n",
            "unknown option of a rule");
}

static void
test_files(void)
{
    struct dg_conf conf;
    struct dg_buf why;
    dg_buf_init(&why);
    is_int(dg_conf_open("none.conf", &conf, &why), DG_ERR_IO, "no such file");
    is_text(why.data, "none.conf: cannot be read: No such file or directory\n",
            "said");
    dg_buf_clear(&why);
    is_int(dg_conf_open(".", &conf, &why), DG_ERR_IO, "a folder");
    is_text(why.data, ".: cannot be read: Is a directory\n", "said");
    dg_buf_clear(&why);
    file_write("gateway = hs\n\0", 14);
    is_int(dg_conf_open(FILE_NAME, &conf, &why), DG_ERR_CONFIG, "NUL");
    is_text(why.data, "dutygated.conf:2: NUL is not text\n", "said");
    dg_buf_finish(&why);
}

int
main(void)
{
    if (chdir(getenv("TEST_DIR")) != 0) {
        return 99;
    }
    test_fallbacks();
    test_limits();
    test_root_keys();
    test_key_files();
    test_listen();
    test_listen_complaints();
    test_mark();
    test_everything();
    test_folder();
    test_own_complaints();
    test_syntax();
    test_twice();
    test_plugin_complaints();
    test_files();
    return tap_done();
}
