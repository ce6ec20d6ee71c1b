#include "engine/model/cut_flow.hpp"

#include <set>

#include <doctest/doctest.h>

using namespace engine;

TEST_CASE("the account adds up when every event read is kept or removed once") {
  CutFlow flow{.read = 10, .kept = 4};
  CHECK_FALSE(adds_up(flow));
  flow.removed_by(Cut::gti) = 5;
  flow.removed_by(Cut::where) = 1;
  CHECK(adds_up(flow));
  flow.removed_by(Cut::energy) = 1;
  CHECK_FALSE(adds_up(flow));
}

TEST_CASE("the account of two files is the sum of their accounts, in either order") {
  CutFlow a{.read = 7, .kept = 5}, b{.read = 3, .kept = 0};
  a.removed_by(Cut::time) = 2;
  b.removed_by(Cut::time) = 1;
  b.removed_by(Cut::region) = 2;
  CutFlow ab = a, ba = b;
  ab += b;
  ba += a;
  CHECK(ab == ba);
  CHECK(ab.read == 10);
  CHECK(ab.removed_by(Cut::time) == 3);
  CHECK(adds_up(ab));
}

TEST_CASE("every cut has a word of its own") {
  std::set<std::string_view> words;
  for (Cut const cut : all_cuts) words.insert(word_of(cut));
  CHECK(words.size() == cut_count);
  CHECK(words.count("") == 0);
}
