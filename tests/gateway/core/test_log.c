/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of a log line, through a pipe in place of stderr. */
#include "gateway/core/log.h"

#include <stdlib.h>
#include <unistd.h>

#include "proto/base/date.h"
#include "tests/tap/tap.h"

static int line_pipe[2];

/* The next line that was written, which comes in one read. */
static const char *
next_line(void)
{
    static char line[8192];
    ssize_t len = read(line_pipe[0], line, sizeof line - 1);
    line[len > 0 ? len : 0] = '\0';
    return line;
}

static void
test_shape(void)
{
    int64_t time_us;
    dg_log(DG_LOG_INFO, "bus.open", "url=%s", "ipc:///run/x");
    const char *line = next_line();
    const char *blank = strchr(line, ' ');
    struct dg_str time = {line, (size_t) (blank - line)};
    is_int(time.len, DG_INSTANT_SIZE - 1, "a line begins with an instant");
    is_int(dg_instant_parse(time, &time_us), DG_OK, "which can be read");
    is_text(blank, " info bus.open url=ipc:///run/x\n", "level, id, pairs");

    dg_log(DG_LOG_ERROR, "gateway.stop", "%s", "");
    line = next_line();
    is_text(strchr(line, ' '), " error gateway.stop\n",
            "a line without pairs ends with its id");
}

static void
test_level(void)
{
    dg_log(DG_LOG_DEBUG, "flow.item", "n=%d", 1);
    dg_log_set_level(DG_LOG_ERROR);
    dg_log(DG_LOG_WARN, "flow.item", "n=%d", 2);
    dg_log_set_level(DG_LOG_DEBUG);
    dg_log(DG_LOG_DEBUG, "flow.item", "n=%d", 3);
    const char *line = next_line();
    is_text(strchr(line, ' '), " debug flow.item n=3\n",
            "lines below the level are dropped; at first it is info");
    dg_log_set_level(DG_LOG_INFO);
}

static void
test_length(void)
{
    char *text = malloc(5001);
    memset(text, 'a', 5000);
    text[5000] = '\0';
    dg_log(DG_LOG_INFO, "flow.item", "text=%s", text);
    const char *line = next_line();
    is_int(strlen(line), 4096, "a long line is cut");
    is_int(line[4095], '\n', "and still ends");
    free(text);
}

static void
test_quote(void)
{
    char out[DG_LOG_QUOTE_SIZE];
    is_text(dg_log_quote(DG_STR("惠水县 \"a\\b\"\n\t\x7f"), out),
            "\"惠水县 \\\"a\\\\b\\\"\\n\\x09\\x7f\"", "quotes and controls");
    is_text(dg_log_quote((struct dg_str){NULL, 0}, out), "\"\"", "nothing");

    char name[3 * 400 + 1] = "";
    for (int i = 0; i < 400; i++) {
        strcat(name, "村");
    }
    dg_log_quote(dg_str_from(name), out);
    is_int(strlen(out), 2 + 3 * 169, "cut to whole characters");
    is_int(out[strlen(out) - 1], '"', "with its closing quote");

    memset(name, '"', 1200);
    dg_log_quote((struct dg_str){name, 1200}, out);
    is_int(strlen(out), 2 + 2 * 254, "cut to whole escapes");
}

int
main(void)
{
    if (pipe(line_pipe) != 0 || dup2(line_pipe[1], STDERR_FILENO) < 0) {
        return 99;
    }
    test_shape();
    test_level();
    test_length();
    test_quote();
    return tap_done();
}
