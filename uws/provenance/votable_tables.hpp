/// The columns of each class in VOTables of provenance. Internal to prov_votable.cpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "catalog/provenance/graph.hpp"
#include "catalog/table/column.hpp"

namespace uws::prov {

template <class Row>
struct TableColumn {
  catalog::Column column;
  std::function<std::string(Row const&)> cell;  ///< empty: null
};

template <class Row>
struct ClassTable {
  std::string name, utype, text;
  std::vector<TableColumn<Row>> columns;
};

ClassTable<catalog::prov::Entity> entity_table();
ClassTable<catalog::prov::Activity> activity_table();
ClassTable<catalog::prov::Agent> agent_table();
ClassTable<catalog::prov::Used> used_table();
ClassTable<catalog::prov::Generated> generated_table();
ClassTable<catalog::prov::Derived> derived_table();
ClassTable<catalog::prov::Informed> informed_table();
ClassTable<catalog::prov::Associated> associated_table();
ClassTable<catalog::prov::Attributed> attributed_table();
ClassTable<catalog::prov::Member> member_table();
ClassTable<catalog::prov::Specialized> specialized_table();
ClassTable<catalog::prov::ActivityDescription> description_table();
ClassTable<catalog::prov::Parameter> parameter_table();
ClassTable<catalog::prov::ConfigFile> config_table();

/// Of a part of a description, with the id of that.
struct OwnedParameter {
  std::string owner{};
  catalog::prov::ParameterDescription part{};
};
struct OwnedFlow {
  std::string owner{};
  catalog::prov::FlowDescription part{};
};
ClassTable<OwnedParameter> parameter_description_table();
ClassTable<OwnedFlow> usage_description_table();
ClassTable<OwnedFlow> generation_description_table();

// Columns by what they hold.
catalog::Column text_column(std::string name, std::string ucd, std::string utype, std::string text);
catalog::Column time_column(std::string name, std::string ucd, std::string utype, std::string text);
catalog::Column long_column(std::string name, std::string ucd, std::string text, std::string unit = {});
catalog::Column int_column(std::string name, std::string ucd, std::string text);

}  // namespace uws::prov
