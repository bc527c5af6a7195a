using Certrules.Interop;

namespace Certrules;

/// <content>Policy tests.</content>
public sealed unsafe partial class Policy
{
    /// <summary>
    /// Runs policy tests written in TOML (docs/policy-tests.md) against this policy: one JSON document with how many passed and
    /// failed, and of each test its name, line, differences and what fired. A test that fails is no error.
    /// </summary>
    /// <param name="tests">The text of the tests.</param>
    /// <param name="filter">Runs only the tests whose names contain this text; empty: all.</param>
    /// <exception cref="CertrulesInputException">The text is no set of tests; the place has line and column.</exception>
    public string TestJson(string tests, string filter = "")
    {
        var toml = Native.Utf8(tests, nameof(tests));
        var part = Native.Utf8(filter, nameof(filter));
        fixed (byte* text = toml)
        fixed (byte* name = part)
        {
            return Native.Text(
                (_handle, Text: (nint)text, Size: (nuint)toml.Length, Name: (nint)name, NameSize: (nuint)part.Length),
                static (s, buffer, capacity, needed, error) => NativeMethods.certrules_test_json(
                    s._handle, (byte*)s.Text, s.Size, (byte*)s.Name, s.NameSize, 0, buffer, capacity, needed, error),
                Native.DocumentSize);
        }
    }
}
