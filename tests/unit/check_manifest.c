/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "store/manifest.h"

#include "base/file.h"
#include "store/manifest_form.h"
#include "tests/unit/scratch_index.h"

static struct manifest sample(void)
{
    struct manifest manifest = scratch_settings();
    manifest.format = INDEX_FORMAT_VERSION;
    manifest.revision = 7;
    manifest.next_segment = 4;
    manifest.avdl = 412.5;
    strcpy(manifest.uuid, "00000000-0000-4000-8000-000000000000");
    strcpy(manifest.updated, "2024-05-06T07:08:09Z");
    return manifest;
}

static struct kept_file sample_file(const char *name, uint64_t n_bytes)
{
    struct kept_file file;
    memset(&file, 0, sizeof file);
    strcpy(file.name, name);
    file.n_bytes = n_bytes;
    file.checksum = checksum128_of(str_span_of(name));
    return file;
}

/* Two segments, the first with dead. */
static struct segment_list sample_list(void)
{
    struct segment_list list = SEGMENT_LIST_INIT;
    struct segment_entry entry;
    memset(&entry, 0, sizeof entry);
    strcpy(entry.name, "seg-000001");
    entry.first_docid = 1;
    entry.last_docid = 100;
    entry.n_documents = 100;
    entry.n_articles = 98;
    entry.files[0] = sample_file("iamglass", 110);
    entry.files[1] = sample_file("postlist.glass", 8192);
    entry.n_files = 2;
    entry.dead = sample_file("seg-000001.dead-000007", 12);
    ck_assert_int_eq(segment_list_add(&list, &entry, NULL), STATUS_OK);
    strcpy(entry.name, "seg-000003");
    entry.first_docid = 101;
    entry.last_docid = 101;
    entry.n_documents = entry.n_articles = 1;
    entry.n_files = 1;
    memset(&entry.files[1], 0, sizeof entry.files[1]);
    memset(&entry.dead, 0, sizeof entry.dead);
    ck_assert_int_eq(segment_list_add(&list, &entry, NULL), STATUS_OK);
    return list;
}

static void enter_with_directory(void)
{
    scratch_enter();
    ck_assert_int_eq(mkdir("x", 0777), 0);
}

START_TEST(the_key_of_a_probe_is_kept_and_may_be_missing)
{
    struct manifest manifest = sample();
    const struct segment_list list = SEGMENT_LIST_INIT;
    struct manifest copy;
    (void)snprintf(manifest.probe, sizeof manifest.probe,
                   "xapian 1.4.22 0123456789abcdef");
    ck_assert_int_eq(manifest_write("x", &manifest, &list, NULL), STATUS_OK);
    ck_assert_int_eq(manifest_read("x", &copy, NULL, NULL), STATUS_OK);
    ck_assert_str_eq(copy.probe, manifest.probe);
    *manifest.probe = '\0';
    ck_assert_int_eq(manifest_write("x", &manifest, &list, NULL), STATUS_OK);
    ck_assert_int_eq(manifest_read("x", &copy, NULL, NULL), STATUS_OK);
    ck_assert_str_eq(copy.probe, "");
}

END_TEST

START_TEST(what_was_written_is_read_again)
{
    struct manifest manifest = sample();
    struct segment_list list = sample_list();
    struct manifest copy;
    struct segment_list copied = SEGMENT_LIST_INIT;
    memset(&copy, 0xff, sizeof copy);
    ck_assert_int_eq(manifest_write("x", &manifest, &list, NULL), STATUS_OK);
    ck_assert_int_eq(manifest_read("x/", &copy, &copied, NULL), STATUS_OK);
    ck_assert_mem_eq(&copy, &manifest, sizeof copy);
    ck_assert_uint_eq(copied.n_entries, 2);
    ck_assert_mem_eq(copied.entries, list.entries, 2 * sizeof *list.entries);
    ck_assert_int_eq(manifest_read("x", &copy, NULL, NULL), STATUS_OK);
    segment_list_release(&list);
    segment_list_release(&copied);
}

END_TEST

START_TEST(the_form_is_what_the_document_says)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct manifest manifest = sample();
    struct segment_list list = sample_list();
    manifest.avdl = 0;
    list.n_entries = 1;
    ck_assert_int_eq(manifest_write("x", &manifest, &list, NULL), STATUS_OK);
    ck_assert_int_eq(file_read("x/manifest.json", 4096, &text, NULL),
                     STATUS_OK);
    ck_assert_str_eq(
        text.bytes, "{\n"
                    "  \"program\": \"lede\",\n"
                    "  \"format\": 2,\n"
                    "  \"analysis\": 1,\n"
                    "  \"language\": \"en\",\n"
                    "  \"versions\": \"ICU 72\",\n"
                    "  \"uuid\": \"00000000-0000-4000-8000-000000000000\",\n"
                    "  \"revision\": 7,\n"
                    "  \"updated\": \"2024-05-06T07:08:09Z\",\n"
                    "  \"avdl\": 0.0,\n"
                    "  \"next_segment\": 4,\n"
                    "  \"segments\": [\n"
                    "    {\n"
                    "      \"name\": \"seg-000001\",\n"
                    "      \"first\": 1,\n"
                    "      \"last\": 100,\n"
                    "      \"documents\": 100,\n"
                    "      \"articles\": 98,\n"
                    "      \"files\": [\n"
                    "        {\n"
                    "          \"name\": \"iamglass\",\n"
                    "          \"bytes\": 110,\n"
                    "          \"xxh3\": \"f6931d057f91dc99273bfd6d10e26b5c\"\n"
                    "        },\n"
                    "        {\n"
                    "          \"name\": \"postlist.glass\",\n"
                    "          \"bytes\": 8192,\n"
                    "          \"xxh3\": \"c65a5174b1048307d54f48e27b98cab6\"\n"
                    "        }\n"
                    "      ],\n"
                    "      \"dead\": {\n"
                    "        \"name\": \"seg-000001.dead-000007\",\n"
                    "        \"bytes\": 12,\n"
                    "        \"xxh3\": \"bb2231edd0f056eef8d80ff19891090e\"\n"
                    "      }\n"
                    "    }\n"
                    "  ],\n"
                    "  \"checksum\": \"ffe17bdb2c9b646d3984d9675db2928c\"\n"
                    "}\n");
    segment_list_release(&list);
}

END_TEST

/* Which flip it is cannot matter: so all of them. */
START_TEST(no_bit_of_it_changes_unseen)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct manifest manifest = sample();
    struct segment_list list = sample_list();
    ck_assert_int_eq(manifest_write("x", &manifest, &list, NULL), STATUS_OK);
    ck_assert_int_eq(file_read("x/manifest.json", 4096, &text, NULL),
                     STATUS_OK);
    for (size_t i = 0; i < text.n_bytes * 8; i++) {
        struct segment_list read = SEGMENT_LIST_INIT;
        const char *wrong = NULL;
        text.bytes[i / 8] ^= (char)(1 << (i % 8));
        enum status status =
            manifest_parse(str_view(&text), &manifest, &read, &wrong, NULL);
        ck_assert_msg(status == STATUS_CORRUPT || status == STATUS_NOT_FOUND,
                      "bit %zu: %s", i, status_name(status));
        segment_list_release(&read);
        text.bytes[i / 8] ^= (char)(1 << (i % 8));
    }
    segment_list_release(&list);
}

END_TEST

#define SETTINGS                                                               \
    "\"analysis\":1,\"language\":\"en\",\"versions\":\"\",\"uuid\":\"u\","     \
    "\"revision\":3,\"updated\":\"\",\"avdl\":0,\"next_segment\":2,"
#define FILES                                                                  \
    "\"files\":[{\"name\":\"a\",\"bytes\":1,"                                  \
    "\"xxh3\":\"00000000000000000000000000000000\"}]"

static const struct {
    const char *text;
    bool is_sealed; /* a checksum is put behind it */
    enum status status;
    const char *message;
} rows[] = {
    {"{\"program\":\"lede\",\"format\":2,\"later\":[1]," SETTINGS
     "\"segments\":[],\n",
     true, STATUS_OK, ""},
    {"{\"program\":\"lede\",\"format\":2," SETTINGS
     "\"segments\":[{\"name\":\"seg-000001\",\"first\":3,\"last\":4,"
     "\"documents\":2,\"articles\":0,\"more\":1," FILES "}],\n",
     true, STATUS_OK, ""},
    {"", false, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: no JSON"},
    {"{\"program\":\"lede\",\"format\":2,", false, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: no JSON"},
    {"[1]", false, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: no JSON"},
    {"{\"program\":\"lede\",\"format\":2,\"format\":2,\n", true, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: no JSON"},
    {"{\"name\":\"My web app\"}", false, STATUS_NOT_FOUND,
     "cannot open index 'x': its manifest.json is not lede's"},
    {"{\"program\":\"lede\",\"format\":1,\"segment\":\"seg-000001\"}", false,
     STATUS_OUTDATED, "index 'x' has format 1, this lede knows 2"},
    {"{\"program\":\"lede\",\"format\":3,\n", true, STATUS_OUTDATED,
     "index 'x' has format 3, this lede knows 2"},
    {"{\"program\":\"lede\",\"format\":2," SETTINGS "\"segments\":[]}", false,
     STATUS_CORRUPT, "the manifest of index 'x' is damaged: checksum"},
    {"{\"program\":\"lede\",\"format\":\"2\",\n", true, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: format"},
    {"{\"program\":\"lede\",\"format\":0,\n", true, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: format"},
    {"{\"program\":\"lede\",\"format\":2,\n", true, STATUS_CORRUPT,
     "the manifest of index 'x' is damaged: analysis"},
    {"{\"program\":\"lede\",\"format\":2,\"analysis\":1,\"revision\":-1,\n",
     true, STATUS_CORRUPT, "the manifest of index 'x' is damaged: revision"},
    {"{\"program\":\"lede\",\"format\":2,\"analysis\":1,\"revision\":1,"
     "\"next_segment\":2,\"avdl\":1,"
     "\"language\":\"a language of far too many letters\",\n",
     true, STATUS_CORRUPT, "the manifest of index 'x' is damaged: language"},
    {"{\"program\":\"lede\",\"format\":2," SETTINGS "\"segments\":{},\n", true,
     STATUS_CORRUPT, "the manifest of index 'x' is damaged: segments"},
    {"{\"program\":\"lede\",\"format\":2," SETTINGS
     "\"segments\":[{\"name\":\"../../etc\",\"first\":1,\"last\":1,"
     "\"documents\":1,\"articles\":1," FILES "}],\n",
     true, STATUS_CORRUPT, "the manifest of index 'x' is damaged: segments"},
    {"{\"program\":\"lede\",\"format\":2," SETTINGS
     "\"segments\":[{\"name\":\"seg-000001\",\"first\":0,\"last\":1,"
     "\"documents\":1,\"articles\":1," FILES "}],\n",
     true, STATUS_CORRUPT, "the manifest of index 'x' is damaged: segments"},
    {"{\"program\":\"lede\",\"format\":2," SETTINGS
     "\"segments\":[{\"name\":\"seg-000001\",\"first\":1,\"last\":1,"
     "\"documents\":2,\"articles\":1," FILES "}],\n",
     true, STATUS_CORRUPT, "the manifest of index 'x' is damaged: segments"},
    {"{\"program\":\"lede\",\"format\":2," SETTINGS
     "\"segments\":[{\"name\":\"seg-000001\",\"first\":1,\"last\":1,"
     "\"documents\":1,\"articles\":1,\"files\":[{\"name\":\"../b\","
     "\"bytes\":1,\"xxh3\":\"00000000000000000000000000000000\"}]}],\n",
     true, STATUS_CORRUPT, "the manifest of index 'x' is damaged: segments"},
};

START_TEST(a_manifest_is_read_with_suspicion)
{
    CLEANUP(str_release) struct str text = STR_INIT;
    struct manifest manifest;
    struct error err = ERROR_INIT;
    str_add_text(&text, rows[_i].text);
    if (rows[_i].is_sealed)
        manifest_seal(&text);
    scratch_write_file("x/manifest.json", str_view(&text).bytes);
    ck_assert_int_eq(manifest_read("x", &manifest, NULL, &err),
                     rows[_i].status);
    ck_assert_str_eq(err.message, rows[_i].message);
    ck_assert(rows[_i].status == STATUS_OK || *err.hint);
}

END_TEST

START_TEST(a_missing_index_says_what_is_there)
{
    struct manifest manifest;
    struct error err = ERROR_INIT;
    ck_assert_int_eq(manifest_read("x", &manifest, NULL, &err),
                     STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message,
                     "cannot open index 'x': the directory is empty");
    ck_assert_int_eq(manifest_read("y", &manifest, NULL, &err),
                     STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message, "cannot open index 'y': no such directory");
    scratch_write_file("f", "");
    ck_assert_int_eq(manifest_read("f", &manifest, NULL, &err),
                     STATUS_NOT_FOUND);
    ck_assert_str_eq(err.message,
                     "cannot open index 'f': it is not a directory");
    ck_assert_int_eq(manifest_read("f", &manifest, NULL, NULL),
                     STATUS_NOT_FOUND);
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
    const struct segment_list list = SEGMENT_LIST_INIT;
    strcpy(manifest.versions, "\xff");
    ck_assert_int_eq(manifest_write("x", &manifest, &list, NULL),
                     STATUS_INTERNAL);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("manifest");
    TCase *form = tcase_create("form");
    tcase_add_checked_fixture(form, enter_with_directory, scratch_leave);
    tcase_add_test(form, the_key_of_a_probe_is_kept_and_may_be_missing);
    tcase_add_test(form, what_was_written_is_read_again);
    tcase_add_test(form, the_form_is_what_the_document_says);
    tcase_add_test(form, no_bit_of_it_changes_unseen);
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
