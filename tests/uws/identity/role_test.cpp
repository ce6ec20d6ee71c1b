#include "uws/identity/role.hpp"

#include <set>

#include <doctest/doctest.h>

#include "uws/identity/account.hpp"

namespace {

using namespace uws;

TEST_CASE("nobody without a name may do anything that not everybody may") {
  for (Act const act : all_acts()) CHECK(!may(Role::anonymous, act));
}

TEST_CASE("an administrator may do everything") {
  for (Act const act : all_acts()) CHECK(may(Role::admin, act));
}

TEST_CASE("every account may do what an astronomer may") {
  for (Role const role : all_roles().subspan(1))
    for (Act const act : all_acts())
      if (may(Role::astronomer, act)) CHECK(may(role, act));
}

TEST_CASE("who may change the jobs of others sees them") {
  for (Role const role : all_roles())
    if (may(role, Act::change_all_jobs)) CHECK(may(role, Act::see_all_jobs));
}

TEST_CASE("accounts and the audit log are the administrator's alone, and data are not the operator's") {
  for (Role const role : all_roles()) {
    CHECK(may(role, Act::manage_users) == (role == Role::admin));
    CHECK(may(role, Act::see_audit) == (role == Role::admin));
  }
  CHECK(!may(Role::operator_, Act::see_all_data));
  CHECK(!may(Role::operator_, Act::publish_collection));
  CHECK(may(Role::quality, Act::invalidate_product));
  CHECK(!may(Role::quality, Act::ingest));
}

TEST_CASE("the words are those of the database, and read back") {
  std::set<std::string_view> words;
  for (Role const role : all_roles()) {
    words.insert(word_of(role));
    CHECK(role_of(word_of(role)) == role);
  }
  CHECK(words ==
        std::set<std::string_view>{"", "astronomer", "quality", "data_manager", "operator", "admin"});
  CHECK(!role_of("root"));
  CHECK(!role_of("Admin"));
  std::set<std::string_view> acts;
  for (Act const act : all_acts()) acts.insert(word_of(act));
  CHECK(acts.size() == all_acts().size());
}

TEST_CASE("a standing on a collection grows from reading to managing") {
  using enum CollectionAct;
  Standing const standings[] = {Standing::none, Standing::reader, Standing::member, Standing::pi,
                                Standing::manager};
  for (auto const act : {read, add_product, grant_reading, invalidate_product, publish}) {
    bool before = false;
    for (auto const standing : standings) {
      bool const now = may(Role::astronomer, standing, act);
      CHECK((now || !before));
      before = now;
    }
    CHECK(before);
    CHECK(!may(Role::astronomer, Standing::none, act));
    CHECK(may(Role::admin, Standing::none, act));
  }
  CHECK(!may(Role::astronomer, Standing::reader, add_product));
  CHECK(!may(Role::astronomer, Standing::member, grant_reading));
  CHECK(!may(Role::astronomer, Standing::pi, publish));
}

TEST_CASE("job lists hear of the rights of a role") {
  auto const of = [](Role role) { return user_of({.name = "x", .role = role}, "192.0.2.1"); };
  CHECK(of(Role::admin).administrator);
  CHECK(of(Role::operator_).administrator);
  CHECK(!of(Role::quality).administrator);
  CHECK(of(Role::quality).sees_all);
  CHECK(!of(Role::astronomer).sees_all);
  CHECK(of(Role::astronomer).address == "192.0.2.1");
}

}  // namespace
