/// What a part of a job leaves for `distill gather`, next to its products: all that the report, the index
/// tables and the merged products of the whole job are made of, to the last bit. Only the same build reads
/// it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/outputs.hpp"
#include "engine/app/part.hpp"
#include "engine/io/index_writer.hpp"
#include "engine/io/report_json.hpp"
#include "engine/model/product.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

inline constexpr char const* part_note_name = "part.distill";

struct PartNote {
  Part part;
  std::string command;
  std::vector<ConfiguredParameter> parameters;  ///< without defaults
  std::uint64_t runs = 0;                       ///< of the whole job
  std::string runs_sum;                         ///< SHA-256 of which runs these are
  std::vector<std::size_t> share;               ///< of them

  std::map<std::size_t, InputRecord> inputs;    ///< by run in the whole job
  std::map<std::size_t, SkippedInput> skipped;  ///< by run
  std::vector<SkippedInput> unreadable;         ///< files that are no run
  std::vector<IndexedRun> index;
  std::map<std::string, std::string> responses;  ///< shared ones: where they came from, name of the product
  std::map<std::string, InputFile> files;
  std::vector<UsedDocument> documents;
  std::vector<std::string> warnings;
  std::vector<ProductFile> products;            ///< `path` below the part's folder
  std::map<std::size_t, std::uint64_t> events;  ///< simulated ones, by run
  std::vector<std::uint64_t> drawn, outside;    ///< by component of a simulation
  RunConditions conditions;                     ///< without software, parameters and command line
};

/// The products of a part besides those of the job: the note.
std::vector<Product> with_part_note(std::vector<Product> products);

/// What every job knows of itself: the request, warnings, files.
PartNote part_note(ParameterValues const& values, ProductSummary const& summary);
/// Adds what is known at the end; products lie (or will lie) below `folder`.
void finish_part_note(PartNote& note, std::vector<ProductFile> const& products, std::string const& folder,
                      RunConditions const& conditions);

void write_part_note(std::string const& path, PartNote const& note);
/// Failure(missing_resource) if the folder holds none, Failure(bad_data) if it is damaged or another build's.
PartNote read_part_note(std::string const& folder);

/// One line per run, for `runs_sum`.
std::string sum_of_runs(std::vector<Observation> const& runs);

}  // namespace engine
