/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how the file of figures comes to its place: gathered on the loop,
 * written by a thread of the pool, renamed when it is whole. */
#include "gateway/monitoring/figures_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/core/log.h"

#define FILE_MODE 0644 /* figures are no secret; its folder may be */

/* ---- on the pool -------------------------------------------------------- */

static int
write_all(int fd, const struct dg_buf *text)
{
    size_t done = 0;
    while (done < text->len) {
        ssize_t n = write(fd, text->data + done, text->len - done);
        if (n < 0 && errno != EINTR) {
            return errno;
        }
        done += n > 0 ? (size_t) n : 0;
    }
    return 0;
}

/* 0 or an errno. It need not outlive the machine's death. */
static int
write_file(const char *path, const struct dg_buf *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                  FILE_MODE);
    int error = fd < 0 ? errno : 0;
    if (fd < 0) {
        return error;
    }
    if (fchmod(fd, FILE_MODE) != 0) {
        error = errno;
    }
    error = error ? error : write_all(fd, text);
    if (close(fd) != 0 && !error) {
        error = errno;
    }
    return error;
}

static void
handle_work(uv_work_t *work)
{
    struct dg_figures_file *file = work->data;
    file->error = write_file(file->temporary, &file->text);
    if (!file->error && rename(file->temporary, file->path) != 0) {
        file->error = errno;
    }
    if (file->error) {
        (void) unlink(file->temporary);
    }
}

/* ---- on the loop -------------------------------------------------------- */

/* Once for each kind of failure, and when it is over. */
static void
tell(struct dg_figures_file *file)
{
    if (file->error && file->error != file->told) {
        dg_log(DG_LOG_WARN, "figures.failed", "path=%s error=\"%s\"",
               file->path, strerror(file->error));
    } else if (!file->error && file->told) {
        dg_log(DG_LOG_INFO, "figures.written", "path=%s", file->path);
    }
    file->told = file->error;
}

static void
handle_after_work(uv_work_t *work, int status)
{
    struct dg_figures_file *file = work->data;
    (void) status;
    file->busy = false;
    tell(file);
    if (file->closed) {
        (void) unlink(file->path);
        dg_buf_finish(&file->text);
    }
}

static void
handle_timer(uv_timer_t *timer)
{
    struct dg_figures_file *file = timer->data;
    if (file->busy) {
        return;
    }
    dg_buf_clear(&file->text);
    if (dg_flow_figures(file->flow, &file->text) != DG_OK) {
        file->error = ENOMEM;
        tell(file);
        return;
    }
    file->busy = uv_queue_work(timer->loop, &file->work, handle_work,
                               handle_after_work) == 0;
}

void
dg_figures_file_init(struct dg_figures_file *file, const struct dg_flow *flow,
                     const char *path)
{
    *file = (struct dg_figures_file){.flow = flow, .path = path};
    file->timer.data = file->work.data = file;
    dg_buf_init(&file->text);
}

void
dg_figures_file_start(struct dg_figures_file *file, uv_loop_t *loop,
                      unsigned period_ms)
{
    int len = snprintf(file->temporary, sizeof file->temporary, "%s.new",
                       file->path ? file->path : "");
    uv_timer_init(loop, &file->timer);
    if (file->path && (size_t) len >= sizeof file->temporary) {
        file->error = ENAMETOOLONG;
        tell(file);
    } else if (file->path) {
        uv_timer_start(&file->timer, handle_timer, 0, period_ms);
    }
}

void
dg_figures_file_close(struct dg_figures_file *file)
{
    uv_close((uv_handle_t *) &file->timer, NULL);
    file->closed = true;
    if (!file->busy) {
        if (file->path) {
            (void) unlink(file->path);
        }
        dg_buf_finish(&file->text);
    }
}
