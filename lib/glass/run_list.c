/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "glass/run_list.h"

#include "base/vec.h"
#include "glass/cursor.h"
#include "glass/fold.h"

#include <stdlib.h>

/* Reading in pieces below this costs more calls than it saves memory; above
   the other it saves nothing more. */
#define MIN_BUFFER_BYTES ((size_t)16 << 10)
#define MAX_BUFFER_BYTES ((size_t)512 << 10)
/* Buffers may take one part in so many of what images may: these are still
   there, and two may read at the same time. */
#define BUFFERS_SHARE 8
/* Folding fewer at a time would not end; more never need to be folded. */
#define MIN_FAN_IN ((size_t)4)
#define MAX_FAN_IN ((size_t)1024)

enum status run_list_init(struct run_list *list, const char *directory,
                          size_t n_memory_bytes, struct error *err)
{
    *list = (struct run_list){.n_memory_bytes = n_memory_bytes};
    return spill_init(&list->spill, directory, err);
}

static void free_images(struct image *images, size_t n_images)
{
    for (size_t i = 0; i < n_images; i++) {
        free(images[i].bytes);
        images[i].bytes = NULL;
    }
}

void run_list_release(struct run_list *list)
{
    if (!list)
        return;
    free_images(list->images, list->n_images);
    free(list->images);
    list->images = NULL;
    list->n_images = 0;
    spill_release(&list->spill);
}

static enum status keep_or_spill(struct run_list *list, struct image *image,
                                 struct error *err)
{
    /* The sum, written so that it can't overflow. */
    if (image->n_bytes <= list->n_memory_bytes &&
        list->n_in_memory <= list->n_memory_bytes - image->n_bytes) {
        list->n_in_memory += image->n_bytes;
        return STATUS_OK;
    }
    enum status status =
        spill_write(&list->spill, str_span(image->bytes, image->n_bytes),
                    &image->off_spill, err);
    free_images(image, 1);
    return status;
}

enum status run_list_add(struct run_list *list, struct image image,
                         struct error *err)
{
    enum status status = VEC_RESERVE(&list->images, &list->n_images_room,
                                     list->n_images, 1, err);
    if (status == STATUS_OK)
        status = keep_or_spill(list, &image, err);
    if (status != STATUS_OK) {
        free_images(&image, 1);
        return status;
    }
    list->images[list->n_images++] = image;
    return STATUS_OK;
}

static size_t max_fan_in(const struct run_list *list)
{
    size_t n = list->n_memory_bytes / BUFFERS_SHARE / MIN_BUFFER_BYTES;
    if (n < MIN_FAN_IN)
        return MIN_FAN_IN;
    return n < MAX_FAN_IN ? n : MAX_FAN_IN;
}

static size_t clamp_buffer(size_t n_bytes)
{
    if (n_bytes < MIN_BUFFER_BYTES)
        return MIN_BUFFER_BYTES;
    return n_bytes < MAX_BUFFER_BYTES ? n_bytes : MAX_BUFFER_BYTES;
}

size_t run_list_buffer_bytes(const struct run_list *list)
{
    size_t n_images = list->n_images > 0 ? list->n_images : 1;
    return clamp_buffer(list->n_memory_bytes / BUFFERS_SHARE / n_images);
}

/* Replaces each group of so many images by their fold, in a new file. */
static enum status fold_groups(struct run_list *list, size_t n_group,
                               struct error *err)
{
    struct spill spill;
    size_t n_before = list->n_images;
    size_t n_folded = 0;
    size_t n_buffer =
        clamp_buffer(list->n_memory_bytes / BUFFERS_SHARE / n_group);
    enum status status = spill_init(&spill, list->spill.directory, err);
    for (size_t i = 0; status == STATUS_OK && i < n_before; i += n_group) {
        size_t n = n_before - i < n_group ? n_before - i : n_group;
        struct image folded = {0};
        struct merge_source source = {list->images + i, n, &list->spill,
                                      n_buffer};
        status = fold_images(&source, &spill, &folded, err);
        free_images(list->images + i, n);
        list->images[n_folded++] = folded;
    }
    free_images(list->images, n_before);
    list->n_images = n_folded;
    list->n_in_memory = 0;
    spill_release(&list->spill);
    list->spill = spill;
    return status;
}

enum status run_list_fold(struct run_list *list, struct error *err)
{
    size_t n_group = max_fan_in(list);
    while (list->n_images > n_group) {
        enum status status = fold_groups(list, n_group, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}
