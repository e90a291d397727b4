/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/manifest.h"

#include "base/file.h"
#include "tests/unit/scratch_index.h"

static struct manifest sample(void)
{
    struct manifest manifest = scratch_settings();
    manifest.format = INDEX_FORMAT_VERSION;
    manifest.revision = 7;
    strcpy(manifest.segment, "seg-000001");
    strcpy(manifest.uuid, "00000000-0000-4000-8000-000000000000");
    strcpy(manifest.updated, "2024-05-06T07:08:09Z");
    return manifest;
}

static void enter_with_directory(void)
{
    scratch_enter();
    ck_assert_int_eq(mkdir("x", 0777), 0);
}

START_TEST(what_was_written_is_read_again)
{
    struct manifest manifest = sample();
    struct manifest copy;
    memset(&copy, 0xff, sizeof copy);
    ck_assert_int_eq(manifest_write("x", &manifest, NULL), STATUS_OK);
    ck_assert_int_eq(manifest_read("x/", &copy, NULL), STATUS_OK);
    ck_assert_mem_eq(&copy, &manifest, sizeof copy);
}

END_TEST

START_TEST(the_form_is_what_the_document_says)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct manifest manifest = sample();
    ck_assert_int_eq(manifest_write("x", &manifest, NULL), STATUS_OK);
    ck_assert_int_eq(file_read("x/manifest.json", 4096, &text, NULL),
                     STATUS_OK);
    ck_assert_str_eq(text.bytes,
                     "{\n"
                     "  \"program\": \"lede\",\n"
                     "  \"format\": 1,\n"
                     "  \"analysis\": 1,\n"
                     "  \"language\": \"en\",\n"
                     "  \"versions\": \"ICU 72\",\n"
                     "  \"uuid\": \"00000000-0000-4000-8000-000000000000\",\n"
                     "  \"revision\": 7,\n"
                     "  \"updated\": \"2024-05-06T07:08:09Z\",\n"
                     "  \"segment\": \"seg-000001\"\n"
                     "}\n");
}

END_TEST

#define REST                                                                   \
    "\"analysis\":1,\"language\":\"en\",\"versions\":\"\",\"uuid\":\"u\","     \
    "\"revision\":3,\"updated\":\"\",\"segment\":\"seg-000001\"}"

static const struct {
    const char *text;
    enum status status;
    const char *message;
} rows[] = {
    {"{\"program\":\"lede\",\"format\":1,\"later\":[1]," REST, STATUS_OK, ""},
    {"", STATUS_CORRUPT, "the manifest of index 'x' is damaged: no JSON"},
    {"{\"program\":\"lede\",\"format\":1,", STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: no JSON"},
    {"[1]", STATUS_CORRUPT, "the manifest of index 'x' is damaged: no JSON"},
    {"{\"program\":\"lede\",\"format\":1,\"format\":1," REST, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: no JSON"},
    {"{\"name\":\"My web app\"}", STATUS_NOT_FOUND,
     "cannot open index 'x': its manifest.json is not lede's"},
    {"{\"program\":\"lede\",\"format\":2}", STATUS_OUTDATED,
     "index 'x' has format 2, this lede knows up to 1"},
    {"{\"program\":\"lede\",\"format\":\"1\"," REST, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: format"},
    {"{\"program\":\"lede\",\"format\":0," REST, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: format"},
    {"{\"program\":\"lede\",\"format\":1}", STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: analysis"},
    {"{\"program\":\"lede\",\"format\":1,\"analysis\":1,\"revision\":-1}",
     STATUS_CORRUPT, "the manifest of index 'x' is damaged: revision"},
    {"{\"program\":\"lede\",\"format\":1,\"analysis\":1,\"revision\":1,"
     "\"language\":\"a language of far too many letters\"}",
     STATUS_CORRUPT, "the manifest of index 'x' is damaged: language"},
    {"{\"program\":\"lede\",\"format\":1,\"analysis\":1,\"language\":\"en\","
     "\"versions\":\"\",\"uuid\":\"u\",\"revision\":3,\"updated\":\"\","
     "\"segment\":\"../../etc\"}",
     STATUS_CORRUPT, "the manifest of index 'x' is damaged: segment"},
};

START_TEST(a_manifest_is_read_with_suspicion)
{
    struct manifest manifest;
    struct error err = ERROR_INIT;
    scratch_write_file("x/manifest.json", rows[_i].text);
    ck_assert_int_eq(manifest_read("x", &manifest, &err), rows[_i].status);
    ck_assert_str_eq(err.message, rows[_i].message);
    ck_assert(rows[_i].status == STATUS_OK || *err.hint);
}

END_TEST

START_TEST(a_missing_index_says_what_is_there)
{
    struct manifest manifest;
    struct error err = ERROR_INIT;
    ck_assert_int_eq(manifest_read("x", &manifest, &err), STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message,
                     "cannot open index 'x': the directory is empty");
    ck_assert_int_eq(manifest_read("y", &manifest, &err), STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message, "cannot open index 'y': no such directory");
    scratch_write_file("f", "");
    ck_assert_int_eq(manifest_read("f", &manifest, &err), STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message,
                     "cannot open index 'f': it is not a directory");
    ck_assert_int_eq(manifest_read("f", &manifest, NULL), STATUS_NOT_FOUND);
}

END_TEST

START_TEST(each_index_gets_a_uuid_of_its_own)
{
    struct manifest a;
    struct manifest b;
    ck_assert_int_eq(manifest_make_uuid(&a, NULL), STATUS_OK);
    ck_assert_int_eq(manifest_make_uuid(&b, NULL), STATUS_OK);
    ck_assert_str_ne(a.uuid, b.uuid);
    ck_assert_uint_eq(strlen(a.uuid), 36);
    ck_assert_int_eq(a.uuid[14], '4');
    ck_assert_uint_eq(strspn(a.uuid, "0123456789abcdef-"), 36);
}

END_TEST

START_TEST(settings_that_are_not_utf8_are_our_mistake)
{
    struct manifest manifest = sample();
    strcpy(manifest.versions, "\xff");
    ck_assert_int_eq(manifest_write("x", &manifest, NULL), STATUS_INTERNAL);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("manifest");
    TCase *form = tcase_create("form");
    tcase_add_checked_fixture(form, enter_with_directory, scratch_leave);
    tcase_add_test(form, what_was_written_is_read_again);
    tcase_add_test(form, the_form_is_what_the_document_says);
    tcase_add_test(form, each_index_gets_a_uuid_of_its_own);
    tcase_add_test(form, settings_that_are_not_utf8_are_our_mistake);
    suite_add_tcase(suite, form);
    TCase *reading = tcase_create("reading");
    tcase_add_checked_fixture(reading, enter_with_directory, scratch_leave);
    tcase_add_loop_test(reading, a_manifest_is_read_with_suspicion, 0,
                        (int)(sizeof(rows) / sizeof(rows[0])));
    tcase_add_test(reading, a_missing_index_says_what_is_there);
    suite_add_tcase(suite, reading);

    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int n_failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return n_failed != 0;
}
