/// write_documents <folder>: every sample graph in every form, for the judges.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "sample_graphs.hpp"
#include "uws/provenance/picture.hpp"
#include "uws/provenance/prov_dot.hpp"
#include "uws/provenance/prov_json.hpp"
#include "uws/provenance/prov_n.hpp"
#include "uws/provenance/prov_votable.hpp"
#include "uws/provenance/prov_xml.hpp"
#include "uws/provenance/to_document.hpp"

using namespace uws::prov;

namespace {

void write(std::filesystem::path const& path, std::string const& text) {
  std::ofstream(path, std::ios::binary) << text;
}

void write_all(std::filesystem::path const& stem, catalog::prov::Graph const& graph) {
  Places const places{"https://host.example:8080/distill", "/provsap", "distiller.example"};
  auto const form = [&](std::string const& extension) { return stem.string() + extension; };
  auto const document = to_document(graph, places);
  write(form(".json"), to_json(document));
  write(form(".xml"), to_xml(document));
  write(form(".provn"), to_provn(document));
  auto const ivoa = to_document(graph, places, Model::ivoa);
  write(form(".ivoa.json"), to_json(ivoa));
  write(form(".ivoa.provn"), to_provn(ivoa));
  write(form(".vot"), to_votable(graph));
  for (auto const& [name, flow] : {std::pair{"lr", Flow::left_to_right},
                                   {"rl", Flow::right_to_left},
                                   {"tb", Flow::top_to_bottom},
                                   {"bt", Flow::bottom_to_top}}) {
    auto picture = picture_of(
        graph, places,
        {.asked = {"ivo://distiller.example/jobs?7Tq2mZb0Xw9KfLcN4hVdYs/counts_image"}, .flow = flow});
    write(form(std::string(".") + name + ".dot"), to_dot(picture));
    lay_out(picture);
    write(form(std::string(".") + name + ".svg"), to_svg(picture));
    if (flow == Flow::left_to_right || flow == Flow::top_to_bottom)
      write(form(std::string(".") + name + ".png"), to_png(picture, 1.5));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_documents <folder>\n";
    return 2;
  }
  for (auto const& [name, graph] : sample::all()) write_all(std::filesystem::path(argv[1]) / name, graph);
}
