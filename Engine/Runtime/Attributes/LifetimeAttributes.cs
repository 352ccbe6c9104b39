using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OrleansTrading.Engine;

/// <summary>Activations of this class are never collected for being idle.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepAliveAttribute : Attribute;

/// <summary>How long an activation of this class may be idle before it is collected.</summary>
[AttributeUsage(AttributeTargets.Class)]
[SuppressMessage("Design", "CA1019", Justification = "The property holds the parsed value, as in Orleans.")]
public sealed class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>The shortest age: a shorter one counts as this.</summary>
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    private readonly TimeSpan? value;

    /// <summary>Creates it; set one of the properties.</summary>
    public CollectionAgeLimitAttribute()
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="inactivityPeriod">In the syntax of <see cref="TimeSpan.Parse(string)"/>.</param>
    public CollectionAgeLimitAttribute(string inactivityPeriod) =>
        value = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

    /// <summary>Gets or sets days, added to the other parts.</summary>
    public double Days { get; set; }

    /// <summary>Gets or sets hours, added to the other parts.</summary>
    public double Hours { get; set; }

    /// <summary>Gets or sets minutes, added to the other parts.</summary>
    public double Minutes { get; set; }

    /// <summary>Gets or sets whether the activation is never collected.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>
    /// Gets the sum of the parts, or what the constructor was given; at least <see cref="MinAgeLimit"/>.
    /// </summary>
    public TimeSpan AgeLimit
    {
        get
        {
            var span = value ?? (AlwaysActive
                ? TimeSpan.FromDays(short.MaxValue)
                : TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes));
            return span < MinAgeLimit ? MinAgeLimit : span;
        }
    }
}

/// <summary>The name of the grain class, where the one made from the class's name must not change with it.</summary>
[AttributeUsage(AttributeTargets.Class)]
[SuppressMessage("Design", "CA1019", Justification = "The property holds the parsed value, as in Orleans.")]
public sealed class GrainTypeAttribute : Attribute
{
    private readonly string grainType;

    /// <summary>Creates it.</summary>
    public GrainTypeAttribute(string grainType) => this.grainType = grainType;

    /// <summary>The name.</summary>
    public GrainType GetGrainType() => GrainType.Create(grainType);
}
