// What the terminal knows of an order, by the magic that it carries: live orders, positions, history. Events are hints
// and may be lost; comments are rewritten by brokers; so this alone decides whether something was done.
#ifndef ORLEANS_LOOKUP_MQH
#define ORLEANS_LOOKUP_MQH

#include "Records.mqh"
#include "Terminal.mqh"

#define HISTORY_MARGIN_SECONDS 86400
#define SETTLE_LOOKS_MIN 3

#define FOUND_NOTHING 0
#define FOUND_WORKING 1   // a market order, or a part of one, is still at the trade server
#define FOUND_DEALS 2
#define FOUND_PENDING 3   // a pending order was placed; it may live, be filled or be gone by now
#define FOUND_REFUSED 4   // the order is in history without a deal

struct SFacts
{
   int what;
   string symbol;
   bool isBuy;
   bool isPending;
   bool closes;        // its deals close
   bool hasOrder;      // the order's own volume is known
   long wanted;
   long order;
   long deal;
   string deals;       // all of them: ",ticket,ticket,"
   long position;
   long volume;
   double value;       // sum of volume times price
   double profit;
   double commission;
   double swap;
   long timeMsc;       // by the trade server's clock
   double price;
   double sl;
   double tp;

   SFacts(void)
   {
      Clear();
   }

   void Clear(void)
   {
      what = FOUND_NOTHING;
      symbol = "";
      isBuy = false;
      isPending = false;
      closes = false;
      hasOrder = false;
      wanted = 0;
      order = 0;
      deal = 0;
      deals = ",";
      position = 0;
      volume = 0;
      value = 0;
      profit = 0;
      commission = 0;
      swap = 0;
      timeMsc = 0;
      price = 0;
      sl = 0;
      tp = 0;
   }

   void AddDeal(const ulong ticket)
   {
      long hundredths = ToHundredths(HistoryDealGetDouble(ticket, DEAL_VOLUME));
      symbol = HistoryDealGetString(ticket, DEAL_SYMBOL);
      isBuy = HistoryDealGetInteger(ticket, DEAL_TYPE) == DEAL_TYPE_BUY;
      order = HistoryDealGetInteger(ticket, DEAL_ORDER);
      position = HistoryDealGetInteger(ticket, DEAL_POSITION_ID);
      deal = (long)ticket;
      deals += IntegerToString(deal) + ",";
      volume += hundredths;
      value += (double)hundredths * HistoryDealGetDouble(ticket, DEAL_PRICE);
      profit += HistoryDealGetDouble(ticket, DEAL_PROFIT);
      commission += HistoryDealGetDouble(ticket, DEAL_COMMISSION) + HistoryDealGetDouble(ticket, DEAL_FEE);
      swap += HistoryDealGetDouble(ticket, DEAL_SWAP);
      timeMsc = HistoryDealGetInteger(ticket, DEAL_TIME_MSC);
      if(volume > 0)
         price = value / (double)volume;
   }

   // What a deal closed of what was added with it, at its price.
   void Subtract(const long hundredths, const double at)
   {
      volume -= hundredths;
      value -= (double)hundredths * at;
      if(volume > 0)
         price = value / (double)volume;
   }
};

bool IsPendingType(const long type)
{
   return(type != ORDER_TYPE_BUY && type != ORDER_TYPE_SELL && type != ORDER_TYPE_CLOSE_BY);
}

bool IsBuyType(const long type)
{
   return(type == ORDER_TYPE_BUY || type == ORDER_TYPE_BUY_LIMIT || type == ORDER_TYPE_BUY_STOP
          || type == ORDER_TYPE_BUY_STOP_LIMIT);
}

bool IsTrade(const ulong deal)
{
   long type = HistoryDealGetInteger(deal, DEAL_TYPE);
   return(type == DEAL_TYPE_BUY || type == DEAL_TYPE_SELL);
}

// The margins cover zones and small differences of the clocks. Were the bridge's clock far ahead of the server's, a range
// by it alone would begin behind everything, and prove that nothing ever was.
bool SelectHistorySince(const long bridgeMs)
{
   long server = (long)TimeTradeServer();
   long from = (bridgeMs / 1000 < server ? bridgeMs / 1000 : server) - 2 * HISTORY_MARGIN_SECONDS;
   return(HistorySelect((datetime)(from > 0 ? from : 0), (datetime)(server + HISTORY_MARGIN_SECONDS)));
}

bool HistoryHasOrder(const long ticket)
{
   for(int i = HistoryOrdersTotal() - 1; i >= 0; i--)
      if((long)HistoryOrderGetTicket(i) == ticket)
         return(true);
   return(false);
}

// How a pending order ends that was removed, with or without a part that was filled before.
bool IsRemovedState(const long state)
{
   return(state == ORDER_STATE_CANCELED || state == ORDER_STATE_EXPIRED || state == ORDER_STATE_REJECTED);
}

// Of an order in the selected history, of which deals for so much volume are there: whether more of them have to come.
bool IsMoreToCome(const ulong order, const long volume)
{
   long filled = ToHundredths(HistoryOrderGetDouble(order, ORDER_VOLUME_INITIAL));
   // Of one that was removed only what is not left was filled.
   if(HistoryOrderGetInteger(order, ORDER_STATE) != ORDER_STATE_FILLED)
      filled -= ToHundredths(HistoryOrderGetDouble(order, ORDER_VOLUME_CURRENT));
   return(volume < filled);
}

bool FindLiveOrder(const long magic, SFacts &facts)
{
   for(int i = OrdersTotal() - 1; i >= 0; i--)
   {
      ulong ticket = OrderGetTicket(i);
      if(ticket == 0 || OrderGetInteger(ORDER_MAGIC) != magic)
         continue;
      facts.order = (long)ticket;
      facts.symbol = OrderGetString(ORDER_SYMBOL);
      facts.isPending = IsPendingType(OrderGetInteger(ORDER_TYPE));
      facts.isBuy = IsBuyType(OrderGetInteger(ORDER_TYPE));
      facts.wanted = ToHundredths(OrderGetDouble(ORDER_VOLUME_INITIAL));
      facts.volume = ToHundredths(OrderGetDouble(ORDER_VOLUME_CURRENT));
      facts.price = OrderGetDouble(ORDER_PRICE_OPEN);
      facts.sl = OrderGetDouble(ORDER_SL);
      facts.tp = OrderGetDouble(ORDER_TP);
      facts.timeMsc = OrderGetInteger(ORDER_TIME_SETUP_MSC);
      facts.what = facts.isPending ? FOUND_PENDING : FOUND_WORKING;
      return(true);
   }
   return(false);
}

// The order in history. Orders that a stop loss made carry the position's magic too, with a position of their own
// already when they were made; the first that carries the magic is the one that was sent.
bool FindPastOrder(const long magic, SFacts &facts)
{
   for(int i = 0; i < HistoryOrdersTotal(); i++)
   {
      ulong ticket = HistoryOrderGetTicket(i);
      if(ticket == 0 || HistoryOrderGetInteger(ticket, ORDER_MAGIC) != magic)
         continue;
      long state = HistoryOrderGetInteger(ticket, ORDER_STATE);
      long type = HistoryOrderGetInteger(ticket, ORDER_TYPE);
      facts.order = (long)ticket;
      facts.symbol = HistoryOrderGetString(ticket, ORDER_SYMBOL);
      facts.isPending = IsPendingType(type);
      facts.isBuy = IsBuyType(type);
      facts.hasOrder = true;
      facts.wanted = ToHundredths(HistoryOrderGetDouble(ticket, ORDER_VOLUME_INITIAL));
      facts.sl = HistoryOrderGetDouble(ticket, ORDER_SL);
      facts.tp = HistoryOrderGetDouble(ticket, ORDER_TP);
      facts.price = HistoryOrderGetDouble(ticket, ORDER_PRICE_OPEN);
      facts.position = HistoryOrderGetInteger(ticket, ORDER_POSITION_ID);
      facts.timeMsc = HistoryOrderGetInteger(ticket, ORDER_TIME_SETUP_MSC);
      if(facts.isPending && state != ORDER_STATE_REJECTED)
      {
         facts.what = FOUND_PENDING;
         facts.volume = facts.wanted;
      }
      else
         facts.what = state == ORDER_STATE_FILLED || state == ORDER_STATE_PARTIAL ? FOUND_WORKING : FOUND_REFUSED;
      return(true);
   }
   return(false);
}

// Deals with the magic. What a stop loss closes carries the magic of the order that opened, so deals that close count
// only where none opens.
bool AddDeals(const long magic, SFacts &facts)
{
   for(int pass = 0; pass < 2 && facts.deal == 0; pass++)
      for(int i = 0; i < HistoryDealsTotal(); i++)
      {
         ulong ticket = HistoryDealGetTicket(i);
         if(ticket == 0 || HistoryDealGetInteger(ticket, DEAL_MAGIC) != magic || !IsTrade(ticket))
            continue;
         long entry = HistoryDealGetInteger(ticket, DEAL_ENTRY);
         bool opens = entry == DEAL_ENTRY_IN || entry == DEAL_ENTRY_INOUT;
         if(opens != (pass == 0))
            continue;
         facts.AddDeal(ticket);
         facts.closes = !opens;
      }
   return(facts.deal != 0);
}

bool PositionCarries(const long magic)
{
   for(int i = PositionsTotal() - 1; i >= 0; i--)
      if(PositionGetTicket(i) != 0 && PositionGetInteger(POSITION_MAGIC) == magic)
         return(true);
   return(false);
}

// Everything with the magic since a time. A pending order stays what it is, however it ended: its end is watched.
void LookUp(const long magic, const long sinceMs, SFacts &facts)
{
   facts.Clear();
   bool isLive = FindLiveOrder(magic, facts);
   if(isLive && facts.isPending)
      return;
   if(!SelectHistorySince(sinceMs))
   {
      facts.what = FOUND_WORKING; // nothing is proven without history
      return;
   }
   if(!isLive && FindPastOrder(magic, facts) && facts.isPending)
      return;
   SFacts found;
   if(AddDeals(magic, found))
   {
      found.what = isLive ? FOUND_WORKING : FOUND_DEALS;
      found.hasOrder = facts.hasOrder;
      found.wanted = facts.wanted;
      found.sl = facts.sl;
      found.tp = facts.tp;
      facts = found;
   }
   // A position is there before its deals are in history: done, but nothing can be told of it yet.
   if(facts.what == FOUND_NOTHING && PositionCarries(magic))
      facts.what = FOUND_WORKING;
}

// The position that has the magic on a hedging account, or the symbol's on a netting one. It is selected then.
bool SelectPosition(const long magic, const string symbol)
{
   bool hedging = IsHedging();
   for(int i = PositionsTotal() - 1; i >= 0; i--)
   {
      ulong ticket = PositionGetTicket(i);
      if(ticket == 0 || PositionGetString(POSITION_SYMBOL) != symbol)
         continue;
      if(!hedging || PositionGetInteger(POSITION_MAGIC) == magic)
         return(true);
   }
   return(false);
}

bool SelectPositionById(const long identifier)
{
   for(int i = PositionsTotal() - 1; i >= 0; i--)
      if(PositionGetTicket(i) != 0 && PositionGetInteger(POSITION_IDENTIFIER) == identifier)
         return(true);
   return(false);
}

// The live pending order with the magic. It is selected then.
bool SelectPending(const long magic)
{
   for(int i = OrdersTotal() - 1; i >= 0; i--)
      if(OrderGetTicket(i) != 0 && OrderGetInteger(ORDER_MAGIC) == magic
         && IsPendingType(OrderGetInteger(ORDER_TYPE)))
         return(true);
   return(false);
}

// History comes late after a connection. "It never was" is said only after the counts have stood still for a while,
// with the terminal connected all the time.
class CSettling
{
private:
   long m_since;
   long m_count;
   int m_looks;

public:
   CSettling(void)
   {
      Restart();
   }

   void Restart(void)
   {
      m_since = 0;
      m_count = -1;
      m_looks = 0;
   }

   void Look(const long nowMs, const long sinceMs)
   {
      if(!IsConnected() || !SelectHistorySince(sinceMs))
      {
         Restart();
         return;
      }
      long count = (long)HistoryDealsTotal() * 1000000 + (long)HistoryOrdersTotal() * 1000
                   + (long)OrdersTotal() + (long)PositionsTotal();
      if(count != m_count)
      {
         m_count = count;
         m_since = nowMs;
         m_looks = 0;
      }
      m_looks++;
   }

   bool IsSettled(const long nowMs, const long forMs)
   {
      return(m_count >= 0 && m_looks >= SETTLE_LOOKS_MIN && nowMs - m_since >= forMs);
   }
};

#endif
