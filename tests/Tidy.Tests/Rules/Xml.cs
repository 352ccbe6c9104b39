using System.Xml;
using System.Xml.Linq;

namespace OrleansTrading.Tidy.Tests.Rules;

internal static class Xml
{
    /// <summary>Where an element starts; 1 if the document was read without positions.</summary>
    public static int Line(XElement element) =>
        element is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 1;
}
