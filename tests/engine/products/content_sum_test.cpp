#include "engine/io/content_sum.hpp"

#include <array>

#include <doctest/doctest.h>

#include "engine/io/fits_writer.hpp"
#include "engine/io/prov_names.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using test_support::TemporaryDirectory;

namespace {

struct Image {
  std::array<std::int32_t, 4> pixels;
  std::vector<FitsKey> keys = {};
  std::string provenance = "{}";
};

FitsContent content_of(Image const& image) {
  TemporaryDirectory const folder;
  FitsWriter file = FitsWriter::create(folder.file("image.fits"));
  file.image("", {2, 2}, std::span<std::int32_t const>(image.pixels));
  file.keys(image.keys);
  file.table("PROVENANCE", {{"DOC", "1PB", ""}});
  file.bytes_cell(1, 0, image.provenance);
  file.close();
  return content_of_fits(folder.file("image.fits"));
}

}  // namespace

TEST_CASE("moving a pixel leaves DATASUM as it was, but not the content sum") {
  FitsContent const one = content_of({{1, 2, 3, 4}}), other = content_of({{2, 1, 3, 4}});
  CHECK(one.hdus[0].datasum == other.hdus[0].datasum);
  CHECK(one.hdus[0].data_sha256 != other.hdus[0].data_sha256);
  CHECK(one.sum != other.sum);
  CHECK(one.sum == content_of({{1, 2, 3, 4}}).sum);
}

TEST_CASE("where a product comes from is not its content; what its numbers mean is") {
  std::string const plain = content_of({{1, 2, 3, 4}}).sum;
  std::string const text = "x";
  CHECK(
      content_of({{1, 2, 3, 4}, {{"CTA PRODUCT ID", text, ""}, {"PROVURL", text, ""}, {"CREATOR", text, ""}}})
          .sum == plain);
  CHECK(content_of({{1, 2, 3, 4}, {{"DATE", std::string("2026-09-20T10:00:00"), ""}}}).sum == plain);
  CHECK(content_of({{1, 2, 3, 4}, {}, "{\"prov\": 1}"}).sum == plain);
  CHECK(content_of({{1, 2, 3, 4}, {{"BUNIT", text, ""}}}).sum != plain);
  CHECK(content_of({{1, 2, 3, 4}, {{"CRPIX1", 1.5, ""}}}).sum !=
        content_of({{1, 2, 3, 4}, {{"CRPIX1", 2.5, ""}}}).sum);
}

TEST_CASE("content lists every HDU with its size and sums") {
  FitsContent const content =
      content_of({{1, 2, 3, 4}, {{"CTA PRODUCT ID", std::string("ivo://a/b?c/it's"), ""}}});
  REQUIRE(content.hdus.size() == 2);
  CHECK(content.hdus[0].type == "image");
  CHECK_FALSE(content.hdus[0].rows.has_value());
  CHECK(content.hdus[1].name == "PROVENANCE");
  CHECK(content.hdus[1].rows == 1);
  CHECK(content.product_id == "ivo://a/b?c/it's");
}

TEST_CASE("every identifier becomes a qualified name whose prefix is declared") {
  ProvNames names(std::map<std::string, std::string>{{"run", "urn:distiller:run:"}});
  CHECK(names.in("urn:distiller:run:", "23523/events") == "run:23523/events");
  CHECK(names.of_uri("ivo://example/hess?23523") == "ns1:23523");
  CHECK(names.of_uri("ivo://example/hess?23523#gti") == "ns1:23523#gti");
  CHECK(names.of_uri("https://host/users/ada l\"") == "ns2:ada%20l%22");
  CHECK(names.of_uri("https://host/") == "ns3:host/");
  CHECK(names.prefixes().at("ns1") == "ivo://example/hess?");
  CHECK(is_uri("ivo://a"));
  CHECK_FALSE(is_uri("23523"));
  CHECK_FALSE(is_uri("a name: with a colon"));
}
