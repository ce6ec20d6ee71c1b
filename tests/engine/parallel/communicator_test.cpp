#include "engine/parallel/communicator.hpp"

#include <array>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"

using namespace engine;

TEST_CASE("alone, collectives give back what was put in") {
  Communicator const ranks = Communicator::alone();
  CHECK(ranks.size() == 1);
  CHECK(ranks.is_root());
  CHECK(ranks.ranks_on_this_host() == 1);
  std::string text = "as it was";
  ranks.broadcast(text);
  CHECK(text == "as it was");
  CHECK(ranks.gather("mine") == std::vector<std::string>{"mine"});
  std::array<std::uint64_t, 2> values{3, 4};
  ranks.sum(values);
  CHECK(values == std::array<std::uint64_t, 2>{3, 4});
  CHECK_FALSE(ranks.any(false));
  CHECK(ranks.any(true));
}

TEST_CASE("trouble keeps the fault and the words of a failure") {
  auto const trouble = trouble_in([] { throw Failure(Fault::bad_data, "row 7 is broken"); });
  REQUIRE(trouble);
  CHECK(trouble->message == "row 7 is broken");
  try {
    throw_if_any_failed(Communicator::alone(), trouble);
    FAIL("nothing was thrown");
  } catch (Failure const& failure) {
    CHECK(failure.fault() == Fault::bad_data);
    CHECK(std::string(failure.what()) == "row 7 is broken");
  }
  CHECK_FALSE(trouble_in([] {}));
}

TEST_CASE("running out of memory is a missing resource") {
  auto const trouble = trouble_in([] { throw std::bad_alloc(); });
  REQUIRE(trouble);
  CHECK(static_cast<Fault>(trouble->fault) == Fault::missing_resource);
}
