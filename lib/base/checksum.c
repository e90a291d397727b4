/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/checksum.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#define READ_BYTES ((size_t)256 << 10)

uint64_t checksum_of(struct str_span bytes)
{
    return XXH3_64bits(bytes.bytes ? bytes.bytes : "", bytes.n_bytes);
}

static struct checksum128 from_xxh(XXH128_hash_t hash)
{
    struct checksum128 checksum = {hash.high64, hash.low64};
    return checksum;
}

struct checksum128 checksum128_of(struct str_span bytes)
{
    return from_xxh(
        XXH3_128bits(bytes.bytes ? bytes.bytes : "", bytes.n_bytes));
}

bool checksum128_equal(struct checksum128 a, struct checksum128 b)
{
    return a.high == b.high && a.low == b.low;
}

void checksum128_print(struct checksum128 checksum,
                       char ret_text[CHECKSUM128_TEXT_BYTES])
{
    (void)snprintf(ret_text, CHECKSUM128_TEXT_BYTES,
                   "%016" PRIx64 "%016" PRIx64, checksum.high, checksum.low);
}

bool checksum128_parse(const char *text, struct checksum128 *ret_checksum)
{
    size_t n_digits = strspn(text, "0123456789abcdef");
    if (n_digits != CHECKSUM128_TEXT_BYTES - 1 || text[n_digits] != '\0')
        return false;
    char half[17];
    memcpy(half, text, 16);
    half[16] = '\0';
    ret_checksum->high = strtoull(half, NULL, 16);
    ret_checksum->low = strtoull(text + 16, NULL, 16);
    return true;
}

struct checksum_sum *checksum_sum_new(void)
{
    XXH3_state_t *state = XXH3_createState();
    if (state)
        XXH3_128bits_reset(state);
    return (struct checksum_sum *)state;
}

void checksum_sum_free(struct checksum_sum *sum)
{
    XXH3_freeState((XXH3_state_t *)sum);
}

void checksum_sum_reset(struct checksum_sum *sum)
{
    XXH3_128bits_reset((XXH3_state_t *)sum);
}

void checksum_sum_add(struct checksum_sum *sum, struct str_span bytes)
{
    if (bytes.n_bytes > 0)
        XXH3_128bits_update((XXH3_state_t *)sum, bytes.bytes, bytes.n_bytes);
}

struct checksum128 checksum_sum_get(const struct checksum_sum *sum)
{
    return from_xxh(XXH3_128bits_digest((const XXH3_state_t *)sum));
}

static enum status read_through(int fd, const char *name,
                                struct checksum_sum *sum, char *buffer,
                                uint64_t *ret_n_bytes, struct error *err)
{
    *ret_n_bytes = 0;
    for (;;) {
        ssize_t n = read(fd, buffer, READ_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_set_errno(err, STATUS_IO, errno, "cannot read '%s'",
                                   name);
        if (n == 0)
            return STATUS_OK;
        checksum_sum_add(sum, str_span(buffer, (size_t)n));
        *ret_n_bytes += (uint64_t)n;
    }
}

enum status checksum128_of_file(int fd, const char *name, uint64_t *ret_n_bytes,
                                struct checksum128 *ret_checksum,
                                struct error *err)
{
    struct checksum_sum *sum = checksum_sum_new();
    char *buffer = malloc(READ_BYTES);
    enum status status = STATUS_OK;
    if (!sum || !buffer)
        status = error_no_memory(err);
    if (status == STATUS_OK)
        status = read_through(fd, name, sum, buffer, ret_n_bytes, err);
    if (status == STATUS_OK)
        *ret_checksum = checksum_sum_get(sum);
    free(buffer);
    checksum_sum_free(sum);
    return status;
}
