/* A file layer that fails: preloaded, it lets the system call named in FAULT_CALL fail with
   FAULT_ERRNO on files whose name ends in FAULT_SUFFIX, from the FAULT_FROM-th such call on. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int ends(const char *path) {
    const char *suffix = getenv("FAULT_SUFFIX");
    size_t all = strlen(path), end = suffix ? strlen(suffix) : 0;
    return end && all >= end && strcmp(path + all - end, suffix) == 0;
}

static int fails(const char *call, const char *path) {
    static int seen = 0;
    const char *named = getenv("FAULT_CALL"), *from = getenv("FAULT_FROM");
    if (!named || strcmp(named, call) != 0 || !ends(path) || ++seen < atoi(from)) return 0;
    errno = atoi(getenv("FAULT_ERRNO"));
    return 1;
}

static int fails_fd(const char *call, int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return fails(call, path);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    return fails_fd("write", fd) ? -1 : real(fd, data, size);
}

int fsync(int fd) {
    REAL(fsync);
    return fails_fd("fsync", fd) ? -1 : real(fd);
}

int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    return fails_fd("ftruncate", fd) ? -1 : real(fd, size);
}

int rename(const char *old, const char *new) {
    REAL(rename);
    return fails("rename", new) ? -1 : real(old, new);
}
