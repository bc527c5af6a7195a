// certrules from C#, from the package Certrules alone:
//
//     dotnet run -- decide CASE.json             a verdict, with its reasons and its explanation
//     dotnet run -- replay HISTORY.json DAY      where a factory stands, with its timeline drawn
//     dotnet run -- portfolio FACTORIES.csv      many factories, a row each
//     dotnet run -- change FACTORIES.csv         whom a change of policy would touch, before it is made
using Certrules;
using Certrules.Examples;

try
{
    switch (args)
    {
        case ["decide", var file]:
            Decide.Run(file);
            return 0;
        case ["replay", var file, var on]:
            Replay.Run(file, on);
            return 0;
        case ["portfolio", var file]:
            Portfolio.Run(file);
            return 0;
        case ["change", var file]:
            return Change.Run(file);
        default:
            Console.Error.WriteLine("usage: decide CASE.json | replay HISTORY.json DAY | portfolio FACTORIES.csv | change FACTORIES.csv");
            return 2;
    }
}
catch (CertrulesException e)
{
    Console.Error.WriteLine($"{e.Code}: {e.Message}");
    return 2;
}
catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (CertrulesLibraryException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
