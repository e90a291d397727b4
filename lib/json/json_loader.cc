/*
 * simdjson is asked without exceptions and allocates without them, so nothing
 * here can throw; noexcept holds it to that.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
/* C gives a function the name of a struct (str_span); C++ allows it, warns. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#include "json/json_loader.h"
#include "base/crash.h"
#pragma GCC diagnostic pop

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <cstring>
#include <exception>
#include <mutex>
#include <new>
#include <string_view>

namespace dom = simdjson::dom;

static_assert(JSON_LOADER_PADDING >= simdjson::SIMDJSON_PADDING,
              "simdjson reads so far behind the text");

struct json_loader {
    dom::parser parser{JSON_LOADER_MAX_BYTES};
};

namespace
{

enum status make_value(dom::element element, json_t **ret_value) noexcept;

enum status make_string(std::string_view text, json_t **ret_value) noexcept
{
    *ret_value = json_stringn_nocheck(text.data(), text.size());
    return *ret_value ? STATUS_OK : STATUS_NO_MEMORY;
}

/* NOLINTNEXTLINE(misc-no-recursion): 1024 deep at most, as simdjson is */
enum status add_items(dom::array array, json_t *value) noexcept
{
    for (dom::element element : array) {
        json_t *item = nullptr;
        enum status status = make_value(element, &item);
        if (status != STATUS_OK)
            return status;
        if (json_array_append_new(value, item) != 0)
            return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
enum status add_members(dom::object object, json_t *value) noexcept
{
    size_t n_members = 0;
    for (dom::key_value_pair member : object) {
        std::string_view key = member.key;
        if (std::memchr(key.data(), '\0', key.size()))
            return STATUS_BAD_TEXT;
        json_t *item = nullptr;
        enum status status = make_value(member.value, &item);
        if (status != STATUS_OK)
            return status;
        if (json_object_setn_new_nocheck(value, key.data(), key.size(), item) !=
            0)
            return STATUS_NO_MEMORY;
        if (json_object_size(value) != ++n_members)
            return STATUS_BAD_TEXT; /* it was there already */
    }
    return STATUS_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
enum status fill(dom::element element, json_t *value) noexcept
{
    dom::array array;
    dom::object object;
    if (element.get(array) == simdjson::SUCCESS)
        return add_items(array, value);
    if (element.get(object) == simdjson::SUCCESS)
        return add_members(object, value);
    return STATUS_BAD_TEXT;
}

/* An array or object that could not be filled is not handed out. */
/* NOLINTNEXTLINE(misc-no-recursion) */
enum status make_filled(dom::element element, json_t *value,
                        json_t **ret_value) noexcept
{
    if (!value)
        return STATUS_NO_MEMORY;
    enum status status = fill(element, value);
    if (status == STATUS_OK)
        *ret_value = value;
    else
        json_decref(value);
    return status;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
enum status make_value(dom::element element, json_t **ret_value) noexcept
{
    switch (element.type()) {
    case dom::element_type::STRING:
        return make_string(element.get_string().value_unsafe(), ret_value);
    case dom::element_type::OBJECT:
        return make_filled(element, json_object(), ret_value);
    case dom::element_type::ARRAY:
        return make_filled(element, json_array(), ret_value);
    case dom::element_type::INT64:
        *ret_value = json_integer(element.get_int64().value_unsafe());
        break;
    case dom::element_type::UINT64:
        return STATUS_BAD_TEXT; /* over what jansson's integers hold */
    case dom::element_type::DOUBLE:
        *ret_value = json_real(element.get_double().value_unsafe());
        break;
    case dom::element_type::BOOL:
        *ret_value = json_boolean(element.get_bool().value_unsafe());
        break;
    case dom::element_type::NULL_VALUE:
        *ret_value = json_null();
        break;
    }
    return *ret_value ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Room for the text, and for those a little longer. */
simdjson::error_code reserve(dom::parser &parser, size_t n_bytes) noexcept
{
    if (n_bytes <= parser.capacity())
        return simdjson::SUCCESS;
    size_t n_room = n_bytes * 2;
    return parser.allocate(
        n_room < JSON_LOADER_MAX_BYTES ? n_room : JSON_LOADER_MAX_BYTES);
}

enum status load(struct json_loader *loader, struct str_span text,
                 json_t **ret_value) noexcept
{
    if (text.n_bytes == 0 || text.bytes[0] != '{' ||
        text.n_bytes > JSON_LOADER_MAX_BYTES)
        return STATUS_BAD_TEXT;
    simdjson::error_code code = reserve(loader->parser, text.n_bytes);
    dom::element element;
    if (code == simdjson::SUCCESS)
        code =
            loader->parser.parse(text.bytes, text.n_bytes, false).get(element);
    if (code != simdjson::SUCCESS)
        return code == simdjson::MEMALLOC ? STATUS_NO_MEMORY : STATUS_BAD_TEXT;
    return make_value(element, ret_value);
}

} // namespace

/*
 * When simdjson is first used it allocates the names of what it can run on, in
 * functions that are noexcept: without memory for these it ends the process
 * (3.0.1). That shall not look like a mistake of the program.
 */
static void choose_implementation() noexcept
{
    static std::once_flag is_chosen;
    std::call_once(is_chosen, [] {
        std::terminate_handler before = std::set_terminate(crash_no_memory);
        (void)simdjson::get_active_implementation()
            ->supported_by_runtime_system();
        std::set_terminate(before);
    });
}

enum status json_loader_new(struct json_loader **ret_loader, struct error *err)
{
    choose_implementation();
    struct json_loader *loader = new (std::nothrow) json_loader;
    if (!loader)
        return error_no_memory(err);
    *ret_loader = loader;
    return STATUS_OK;
}

void json_loader_free(struct json_loader *loader)
{
    delete loader;
}

enum status json_loader_load(struct json_loader *loader, struct str_span text,
                             json_t **ret_value, struct error *err)
{
    json_t *value = nullptr;
    enum status status = load(loader, text, &value);
    if (status == STATUS_OK)
        *ret_value = value;
    return status == STATUS_NO_MEMORY ? error_no_memory(err) : status;
}
