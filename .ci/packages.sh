# The Debian 12 packages that building and testing need; sourced by quickstart and run-tests.
# docs/dependencies.md says what each library is for.

build_packages=(
  g++ cmake ninja-build pkg-config
  libopenmpi-dev openmpi-bin
  libcfitsio-dev wcslib-dev liberfa-dev libhdf5-dev libdeflate-dev zlib1g-dev
  libcairo2-dev fonts-dejavu-core
  libcli11-dev libyaml-cpp-dev nlohmann-json3-dev libfmt-dev libpugixml-dev libssl-dev
  libboost-dev libpq-dev libspdlog-dev libsodium-dev libxml2-dev libcurl4-openssl-dev libnlopt-dev
  postgresql-15
)
# A private SLURM. Where Debian starts services by itself, it starts munge, too; ours do not need it.
slurm_packages=(slurmctld slurmd slurm-client munge util-linux)
test_packages=(
  doctest-dev libbenchmark-dev clang-format ccache
  python3-pytest python3-gammapy python3-astropy python3-h5py python3-prov fitsverify time
  python3-pyvo python3-yaml python3-requests python3-lxml python3-wadllib stilts libxml2-utils libpg-query-dev
  graphviz openssl procps curl
  "${slurm_packages[@]}" slurmdbd mariadb-server openssh-server rsync
)

# Installs what is missing of the packages named; does nothing (and needs no network) if all are there.
install_packages() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "these packages are missing and need root or sudo: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  echo "installing: ${missing[*]}"
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# As root, Open MPI wants to be told twice that this is meant.
if [ "$(id -u)" = 0 ]; then
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi
