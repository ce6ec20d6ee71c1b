#include "catalog/pg/copy.hpp"

#include <doctest/doctest.h>

#include "catalog/pg/connection.hpp"
#include "catalog/pg/transaction.hpp"
#include "cluster_fixture.hpp"
#include "failing.hpp"

using namespace catalog::pg;
using engine::Fault;
using pg_test::failing;

namespace {

Connection with_table() {
  Connection db(pg_test::fresh_database());
  db.run("CREATE TABLE t (n int, a text, b text)");
  return db;
}

constexpr char const* copy_t = "COPY t (n, a, b) FROM STDIN";

}  // namespace

TEST_CASE("any text survives COPY") {
  Connection db = with_table();
  std::string every_byte;
  for (int c = 1; c < 128; ++c) every_byte += static_cast<char>(c);
  std::vector<std::string> const texts{"",
                                       "\t",
                                       "\n",
                                       "\r\n",
                                       "\\",
                                       "\\N",
                                       "\\.",
                                       "a\\tb",
                                       "\\\\\t",
                                       "\xC3\xA9\n\xF0\x9F\x8C\x8C",
                                       every_byte,
                                       "NULL",
                                       std::string(300000, '\\')};
  CopyIn copy = db.copy_in(copy_t);
  for (std::size_t i = 0; i < texts.size(); ++i)
    copy.row(Parameters{std::to_string(i), texts[i], std::nullopt});
  CHECK(copy.finish() == static_cast<std::int64_t>(texts.size()));
  Result const rows = db.run("SELECT a, b FROM t ORDER BY n");
  REQUIRE(rows.rows() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK(rows.cell(i, 0) == texts[i]);
    CHECK(rows.cell(i, 1) == std::nullopt);
  }
}

TEST_CASE("many rows arrive, all of them") {
  Connection db = with_table();
  CopyIn copy = db.copy_in(copy_t);
  constexpr int many = 100000;
  for (int i = 1; i <= many; ++i) copy.row(Parameters{std::to_string(i), "x", "y"});
  CHECK(copy.finish() == many);
  CHECK(db.run("SELECT sum(n) FROM t").integer(0, 0) == std::int64_t{many} * (many + 1) / 2);
  CHECK(db.copy_in(copy_t).finish() == 0);
}

TEST_CASE("what cannot be stored is refused with its row, and nothing of the copy stays") {
  Connection db = with_table();
  {
    CopyIn copy = db.copy_in(copy_t);
    copy.row(Parameters{"1", "good", "good"});
    auto const said = failing([&] { copy.row(Parameters{"2", "good", std::string("a\0b", 3)}); });
    CHECK(said.fault == Fault::bad_data);
    CHECK(said.message.find("row 2, column 3") != std::string::npos);
    copy.row(Parameters{"3", "good", "good"});
    CHECK(copy.finish() == 2);  // the refused row was left out, the caller decides whether to go on
  }
  db.run("DELETE FROM t");
  auto const copying = [&](Parameters const& row) {
    return failing([&] {
      CopyIn copy = db.copy_in(copy_t);
      copy.row(Parameters{"1", "good", "good"});
      copy.row(row);
      copy.finish();
    });
  };
  auto const latin1 = copying({"2", "caf\xE9", "x"});
  CHECK(latin1.fault == Fault::bad_data);
  CHECK(latin1.message.find("line 2") != std::string::npos);
  auto const word = copying({"two", "x", "y"});
  CHECK(word.fault == Fault::bad_data);
  CHECK(word.message.find("line 2, column n") != std::string::npos);
  CHECK(copying({"2", "x"}).fault == Fault::bad_data);
  CHECK(copying({"2", "x", "y", "z"}).fault == Fault::bad_data);
  CHECK(db.run("SELECT count(*) FROM t").integer(0, 0) == 0);
}

TEST_CASE("a copy that is dropped brings nothing, and the connection goes on") {
  Connection db = with_table();
  {
    CopyIn copy = db.copy_in(copy_t);
    for (int i = 0; i < 10000; ++i) copy.row(Parameters{"1", "x", "y"});
    CHECK(failing([&] { db.run("SELECT 1"); }).fault == Fault::internal);
  }
  CHECK(db.run("SELECT count(*) FROM t").integer(0, 0) == 0);
  {
    Transaction const transaction(db);
    CopyIn copy = db.copy_in(copy_t);
    copy.row(Parameters{"1", "x", "y"});
  }
  CHECK(db.run("SELECT count(*) FROM t").integer(0, 0) == 0);
}

TEST_CASE("a statement that does not copy in is not taken for one") {
  Connection db = with_table();
  CHECK(failing([&] { db.copy_in("COPY nowhere FROM STDIN"); }).sqlstate == "42P01");
  CHECK(failing([&] { db.copy_in("SELECT 1"); }).fault == Fault::internal);
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
  CHECK(failing([&] { db.copy_in("COPY t TO STDOUT"); }).fault == Fault::internal);
  db.reset();
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
}
