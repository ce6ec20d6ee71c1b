#include "catalog/pg/stream.hpp"

#include <bit>
#include <cstring>
#include <thread>

#include <doctest/doctest.h>

#include "catalog/pg/connection.hpp"
#include "catalog/pg/transaction.hpp"
#include "cluster_fixture.hpp"
#include "failing.hpp"

using namespace catalog;
using namespace catalog::pg;
using engine::Fault;
using pg_test::failing;

namespace {

/// Most significant byte first, as PostgreSQL and VOTable's BINARY2 have it.
std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (char const c : bytes) value = value << 8U | static_cast<unsigned char>(c);
  return value;
}

std::vector<Column> const one_long{{.name = "n", .datatype = Datatype::long_}};

std::int64_t sum_of_texts(RowStream& rows) {
  std::int64_t sum = 0;
  while (rows.next()) sum += std::stoll(std::string(rows.cell(0).value()));
  return sum;
}

}  // namespace

TEST_CASE("rows come one by one, in order, with their NULLs") {
  Connection db(pg_test::fresh_database());
  auto const rows =
      db.stream("SELECT n, nullif(n % 3, 0) FROM generate_series(1, $1::int) n", {"7"}, CellFormat::text);
  REQUIRE(rows->columns().size() == 2);
  CHECK(rows->columns()[0].name == "n");
  int n = 0;
  while (rows->next()) {
    ++n;
    CHECK(rows->cell(0) == std::to_string(n));
    CHECK(rows->cell(1).has_value() == (n % 3 != 0));
  }
  CHECK(n == 7);
  CHECK_FALSE(rows->next());
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
}

TEST_CASE("an answer without rows ends at once and still has its columns") {
  Connection db(pg_test::fresh_database());
  auto const rows = db.stream("SELECT 1 AS a WHERE false", {}, CellFormat::text);
  CHECK(rows->columns().at(0).name == "a");
  CHECK_FALSE(rows->next());
}

TEST_CASE("binary cells are the big-endian bytes of their type") {
  Connection db(pg_test::fresh_database());
  std::vector<Column> const columns{{.name = "b", .datatype = Datatype::boolean},
                                    {.name = "i2", .datatype = Datatype::short_int},
                                    {.name = "i4", .datatype = Datatype::int_},
                                    {.name = "i8", .datatype = Datatype::long_},
                                    {.name = "f4", .datatype = Datatype::float_},
                                    {.name = "f8", .datatype = Datatype::double_},
                                    {.name = "t", .datatype = Datatype::char_, .arraysize = "*"},
                                    {.name = "none", .datatype = Datatype::double_},
                                    {.name = "a", .datatype = Datatype::double_, .arraysize = "*"}};
  auto const rows = db.stream(
      "SELECT true, (-2)::int2, 70000, -1::int8, 0.5::float4, 83.633::float8, 'x', NULL::float8, "
      "'{1,2,3}'::float8[]",
      {}, CellFormat::binary, columns);
  REQUIRE(rows->next());
  CHECK(*rows->cell(0) == std::string_view("\1", 1));
  CHECK(big_endian(*rows->cell(1)) == 0xFFFE);
  CHECK(big_endian(*rows->cell(2)) == 70000);
  CHECK(big_endian(*rows->cell(3)) == ~std::uint64_t{0});
  CHECK(big_endian(*rows->cell(4)) == std::bit_cast<std::uint32_t>(0.5F));
  CHECK(big_endian(*rows->cell(5)) == std::bit_cast<std::uint64_t>(83.633));
  CHECK(*rows->cell(6) == "x");
  CHECK(rows->cell(7) == std::nullopt);
  CHECK(rows->cell(8)->size() == 20 + 3 * 12);  // header of one dimension, then length and value of each
  CHECK_FALSE(rows->next());
}

TEST_CASE("binary cells of another type than announced are refused, not passed on") {
  Connection db(pg_test::fresh_database());
  for (char const* const sql :
       {"SELECT 1::int4", "SELECT 1.5", "SELECT now()", "SELECT 'x'", "SELECT 1::int8, 2"}) {
    auto const said = failing([&] { db.stream(sql, {}, CellFormat::binary, one_long); });
    CHECK_MESSAGE(said.fault == Fault::internal, sql);
  }
  std::vector<Column> const text{{.name = "t", .datatype = Datatype::char_, .arraysize = "*"}};
  CHECK(failing([&] { db.stream("SELECT now()", {}, CellFormat::binary, text); }).fault == Fault::internal);
  CHECK(db.stream("SELECT 7", {}, CellFormat::text, one_long)->next());  // as text it does not matter
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
}

TEST_CASE("an error of the first row is known before the stream is there, a later one when its row comes") {
  Connection db(pg_test::fresh_database());
  CHECK(failing([&] { db.stream("SELECT * FROM nowhere", {}, CellFormat::text); }).sqlstate == "42P01");
  CHECK(failing([&] { db.stream("SELECT 1 / 0", {}, CellFormat::text); }).sqlstate == "22012");
  CHECK(failing([&] { db.stream("", {}, CellFormat::text); }).fault == Fault::internal);
  auto const rows = db.stream("SELECT 1 / (500 - n) FROM generate_series(1, 1000) n", {}, CellFormat::text);
  int good = 0;
  auto const said = failing([&] {
    while (rows->next()) ++good;
  });
  CHECK(said.fault == Fault::bad_request);
  CHECK(good == 499);
  CHECK_FALSE(rows->next());
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
}

TEST_CASE("a stream dropped midway frees its connection") {
  Connection db(pg_test::fresh_database());
  auto const pid = db.run("SELECT pg_backend_pid()").integer(0, 0);
  for (int round = 0; round < 20; ++round) {
    auto rows = db.stream("SELECT generate_series(1, 100000000)", {}, CellFormat::text);
    CHECK(rows->next());
    CHECK(failing([&] { db.run("SELECT 1"); }).fault == Fault::internal);  // one thing at a time
    rows.reset();
    CHECK(db.run("SELECT $1::int", {std::to_string(round)}).integer(0, 0) == round);
  }
  CHECK(db.run("SELECT pg_backend_pid()").integer(0, 0) == pid);
  auto small =
      db.stream("SELECT 1", {}, CellFormat::text);  // nothing left to cancel, but not read to the end
  small.reset();
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
}

TEST_CASE("a stream cancelled by another thread is interrupted") {
  Connection db(pg_test::fresh_database());
  Canceller const canceller = db.canceller();
  auto const rows = db.stream("SELECT generate_series(1, 100000000)", {}, CellFormat::text);
  REQUIRE(rows->next());
  std::jthread const other([&] { canceller.cancel(); });
  auto const said = failing([&] {
    while (rows->next()) {
    }
  });
  CHECK(said.fault == Fault::interrupted);
  CHECK(db.run("SELECT 1").integer(0, 0) == 1);
}

TEST_CASE("objects that end in the wrong order do no harm") {
  std::string const conninfo = pg_test::fresh_database();
  std::unique_ptr<RowStream> rows;
  {
    Connection db(conninfo);
    rows = db.stream("SELECT n FROM generate_series(1, 1000) n", {}, CellFormat::text);
  }
  CHECK(sum_of_texts(*rows) == 500500);

  Connection db(conninfo);
  db.run("CREATE TABLE t (a int)");
  {
    Transaction const transaction(db);
    db.run("INSERT INTO t VALUES (1)");
    rows = db.stream("SELECT generate_series(1, 100000000)", {}, CellFormat::text);
  }
  auto const cut = failing([&] {
    while (rows->next()) {
    }
  });
  CHECK(cut.fault == Fault::missing_resource);
  rows.reset();
  CHECK_FALSE(db.alive());
  db.reset();
  CHECK(db.run("SELECT count(*) FROM t").integer(0, 0) == 0);
}
