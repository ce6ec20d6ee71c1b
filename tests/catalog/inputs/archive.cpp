#include "archive.hpp"

#include "catalogue.hpp"
#include "tests/engine/check/dl3_recipe.hpp"

namespace inputs_test {

Archive::Archive() : db(ingest_test::empty_catalogue()) {
  using Ids = std::vector<std::int64_t>;
  for (auto const& [name, ids] : {std::pair{"open", Ids{7, 8}}, {"other", Ids{8, 9}}, {"closed", Ids{10}}}) {
    std::filesystem::create_directories(data / name);
    test_support::SetRecipe(ids).write((data / name).string());
    auto collection = ingest_test::simple_collection(name, std::string(name) + "_runs");
    if (collection.name == "closed") collection.rights = catalog::ingest::Rights::proprietary;
    ingest(db, ingest_test::request(collection, {(data / name).string()}));
  }
  db.run("INSERT INTO store.user_account (name) VALUES ('ann'), ('bob')");
  db.run(
      "INSERT INTO store.user_collection (user_name, collection_id) SELECT 'ann', id FROM store.collection "
      "WHERE name = 'closed'");
}

void Archive::become(std::string const& user) {
  db.run("SELECT set_config('distill.user', $1, false)", {user});
}

catalog::InputRequest Archive::request(std::string const& value) const {
  catalog::InputRequest request;
  if (!value.empty()) request.values.push_back({"in", "events", value});
  request.authority = "example.org";
  request.base_url = "https://here.example/vo";
  request.data_roots = {data};
  return request;
}

catalog::ResolvedInputs Archive::in(std::string const& value, std::string const& user) {
  become(user);
  return resolve_inputs(db, request(value));
}

std::filesystem::path Archive::run_file(std::string const& collection, int run) const {
  return data / collection / test_support::file_name_of(run);
}

bool says(std::vector<std::string> const& mistakes, std::string const& part) {
  for (std::string const& mistake : mistakes)
    if (mistake.find(part) != mistake.npos) return true;
  return false;
}

std::string runs_of(catalog::InputSet const& set) {
  std::string runs;
  for (catalog::InputRun const& run : set.runs)
    runs += (runs.empty() ? "" : " ") + run.collection + ":" + run.obs_id;
  return runs;
}

}  // namespace inputs_test
