# Sourced by build.sh and the tests: the SDK keeps all it writes below the repository's build/, and
# leaves no process behind.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
export DOTNET_CLI_HOME=$root/build/dotnet/home
export NUGET_PACKAGES=$root/build/dotnet/packages
export NUGET_HTTP_CACHE_PATH=$root/build/dotnet/http
export NUGET_SCRATCH=$root/build/dotnet/scratch
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=false
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
mkdir -p "$DOTNET_CLI_HOME"
dotnet_flags=(-nologo -v:quiet -nodeReuse:false -p:UseSharedCompilation=false)
