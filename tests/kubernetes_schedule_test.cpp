// Schedules and time zones, as robfig/cron 3.0.1 and a kube-apiserver 1.36.3 take them.
#include "compiler/target/kubernetes/schedule.h"
#include "tests/catch.h"

namespace launch::kubernetes {

TEST_CASE("schedules that cron takes") {
  for (const std::string_view schedule : {"* * * * *",          "*/5 * * * *",     "0 0 1,15 * *",
                                          "0 0 1 1 0",          "59 23 31 12 6",   "? ? ? ? ?",
                                          "0 9-17 * * MON-Fri", "0 0 1 jan,FEB *", "5/15 * * * *",
                                          "5-10/2 * * * *",     "+5 * * * *",      "007 * * * *",
                                          "*-9 * * * *",        "*/1000 * * * *",  ", , , , ,",
                                          "1,,2 * * * *",       " * * * * * ",     "*\t*\n* * *",
                                          "*\xC2\xA0* * * *",   "@yearly",         "@annually",
                                          "@monthly",           "@weekly",         "@daily",
                                          "@midnight",          "@hourly",         "@every 1h30m",
                                          "@every -5m",         "@every 1.5s",     "@every 0"}) {
    INFO(schedule);
    CHECK_FALSE(check_schedule(schedule));
  }
}

TEST_CASE("schedules that cron refuses, and where") {
  struct Row {
    std::string_view schedule;
    std::string_view wrong;  // the part that is reported
  };
  constexpr Row rows[] = {
      {"", ""},
      {"* * * *", "* * * *"},
      {"* * * * * *", "* * * * * *"},
      {"60 * * * *", "60"},
      {"* 24 * * *", "24"},
      {"* * 0 * *", "0"},
      {"* * 32 * *", "32"},
      {"* * * 13 *", "13"},
      {"* * * * 7", "7"},
      {"* * * * sunday", "sunday"},
      {"* * * mon *", "mon"},
      {"10-5 * * * *", "10-5"},
      {"1-2-3 * * * *", "1-2-3"},
      {"*/0 * * * *", "0"},
      {"*/x * * * *", "x"},
      {"*/ * * * *", ""},
      {"1/2/3 * * * *", "1/2/3"},
      {"-1 * * * *", ""},
      {"1.5 * * * *", "1.5"},
      {"1,2,99 * * * *", "99"},
      {"*5 * * * *", "*5"},
      {"99999999999999999999 * * * *", "99999999999999999999"},
      {"@Daily", "@Daily"},
      {"@daily ", "@daily "},
      {"@reboot", "@reboot"},
      {"@every", "@every"},
      {"@every 5", "5"},
      {"@every  5m", " 5m"},
      {"TZ=UTC * * * * *", "TZ"},
      {"CRON_TZ=UTC @daily", "TZ"},
  };
  for (const Row& row : rows) {
    const Check wrong = check_schedule(row.schedule);
    INFO(row.schedule);
    REQUIRE(wrong);
    CHECK(row.schedule.substr(wrong->begin, wrong->end - wrong->begin) == row.wrong);
  }
  CHECK(check_schedule("@dayly")->suggestion == "did you mean \"@daily\"?");
}

TEST_CASE("time zones") {
  for (const std::string_view zone : {"UTC", "Etc/UTC", "Europe/Berlin", "America/Indiana/Knox",
                                      "Africa/Abidjan", "Zulu", "Etc/GMT+12", "EST5EDT"}) {
    INFO(zone);
    CHECK_FALSE(check_time_zone(zone));
  }
  for (const std::string_view zone :
       {"", "utc", "europe/berlin", "Local", "LOCAL", "UTC+2", "Europe/", "../etc/passwd",
        "Europe//Berlin", "Europe/Berlin ", "America"}) {
    INFO(zone);
    CHECK(check_time_zone(zone));
  }
  CHECK(check_time_zone("Europe/Berln")->suggestion == "did you mean \"Europe/Berlin\"?");
  CHECK(check_time_zone("europe/berlin")->suggestion == "did you mean \"Europe/Berlin\"?");
}

}  // namespace launch::kubernetes
