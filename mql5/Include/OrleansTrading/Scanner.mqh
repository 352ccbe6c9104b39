// Compares a provider's terminal with what was published of it: deals first, for they say how and when, then pending
// orders and stops.
#ifndef ORLEANS_SCANNER_MQH
#define ORLEANS_SCANNER_MQH

#include "Publisher.mqh"
#include "Requests.mqh"

#define SCAN_PERIOD_MS 1000
#define SCAN_HINT_MS 50

class CScanner
{
private:
   long m_scannedAt;
   bool m_hinted;
   long m_bridge;
   long m_offsetMs;

   long TimeOf(const long serverMsc)
   {
      return(serverMsc > 0 ? serverMsc - m_offsetMs : m_bridge);
   }

   string Signal(const long number, const long time, const string action, const SLeg &leg,
                 const long volume, const double price)
   {
      int digits = DigitsOf(leg.symbol);
      digits = digits < 0 ? 5 : digits;
      return("P|" + IntegerToString(number) + "|" + IntegerToString(time) + "|" + action + "|"
             + IntegerToString(leg.ticket) + "|" + leg.symbol + "|" + leg.type + "|" + VolumeText(volume) + "|"
             + PriceText(price, digits) + "|" + PriceText(leg.sl, digits) + "|" + PriceText(leg.tp, digits));
   }

   // What was filled, by its order: told once the order is done, with all its deals.
   bool TellFill(CPublished &published, const long order, const bool isLive)
   {
      SFacts facts;
      SLeg leg;
      string marks = "";
      if(isLive)
         return(false);
      for(int i = 0; i < HistoryDealsTotal(); i++)
      {
         ulong deal = HistoryDealGetTicket(i);
         if(deal == 0 || HistoryDealGetInteger(deal, DEAL_ORDER) != order || !IsTrade(deal))
            continue;
         facts.AddDeal(deal);
         marks += "\n" + published.DealRecord(deal);
      }
      int index = published.FindLeg(order);
      bool isFill = index >= 0 && published.legs[index].isPending;
      // Its position was there when the journal began, and its deals have come only now.
      if(index >= 0 && !isFill)
         return(published.Commit(StringSubstr(marks, 1)));
      if(isFill)
         leg = published.legs[index];
      leg.ticket = order;
      leg.position = facts.position;
      leg.symbol = facts.symbol;
      if(!isFill)
         leg.type = facts.isBuy ? "BUY" : "SELL";
      leg.isPending = false;
      leg.volume = facts.volume;
      leg.price = facts.price;
      if(SelectPositionById(facts.position))
      {
         leg.sl = PositionGetDouble(POSITION_SL);
         leg.tp = PositionGetDouble(POSITION_TP);
      }
      return(published.Commit(Signal(published.Next(), TimeOf(facts.timeMsc), isFill ? "FILL" : "OPEN", leg,
                                     facts.volume, facts.price) + "\n" + leg.Record() + marks));
   }

   // A deal that closes takes from the position's legs, the oldest first. What is more than there was opens (INOUT).
   bool TellClose(CPublished &published, const ulong deal)
   {
      long rest = ToHundredths(HistoryDealGetDouble(deal, DEAL_VOLUME));
      long position = HistoryDealGetInteger(deal, DEAL_POSITION_ID);
      long number = published.Next();
      long time = TimeOf(HistoryDealGetInteger(deal, DEAL_TIME_MSC));
      double price = HistoryDealGetDouble(deal, DEAL_PRICE);
      string batch = published.DealRecord(deal);
      for(int i = 0; i < ArraySize(published.legs) && rest > 0; i++)
      {
         SLeg leg;
         leg = published.legs[i];
         if(leg.isPending || leg.position != position)
            continue;
         long part = rest < leg.volume ? rest : leg.volume;
         rest -= part;
         leg.volume -= part;
         batch += "\n" + Signal(number++, time, "CLOSE", leg, part, price);
         batch += leg.volume > 0 ? "\n" + leg.Record() : "\nX|" + IntegerToString(leg.ticket);
      }
      if(rest > 0 && HistoryDealGetInteger(deal, DEAL_ENTRY) == DEAL_ENTRY_INOUT)
      {
         SLeg leg;
         leg.ticket = HistoryDealGetInteger(deal, DEAL_ORDER);
         leg.position = position;
         leg.symbol = HistoryDealGetString(deal, DEAL_SYMBOL);
         leg.type = HistoryDealGetInteger(deal, DEAL_TYPE) == DEAL_TYPE_BUY ? "BUY" : "SELL";
         leg.volume = rest;
         leg.price = price;
         batch += "\n" + Signal(number++, time, "OPEN", leg, rest, price) + "\n" + leg.Record();
      }
      return(published.Commit(batch));
   }

   bool IsLiveOrder(const long ticket)
   {
      for(int i = OrdersTotal() - 1; i >= 0; i--)
         if((long)OrderGetTicket(i) == ticket)
            return(true);
      return(false);
   }

   // True: something was told, and the selection of history has changed.
   bool ScanDeals(CPublished &published)
   {
      if(!SelectHistorySince(published.Since()))
         return(false);
      for(int i = 0; i < HistoryDealsTotal(); i++)
      {
         ulong deal = HistoryDealGetTicket(i);
         if(deal == 0 || !IsTrade(deal) || published.IsOld(deal))
            continue;
         if(HistoryDealGetInteger(deal, DEAL_ENTRY) != DEAL_ENTRY_IN)
            return(TellClose(published, deal));
         long order = HistoryDealGetInteger(deal, DEAL_ORDER);
         if(TellFill(published, order, IsLiveOrder(order)))
            return(true);
      }
      return(false);
   }

   bool ScanOrders(CPublished &published)
   {
      for(int i = 0; i < OrdersTotal(); i++)
      {
         SLeg leg;
         ulong ticket = OrderGetTicket(i);
         string type = TypeName(OrderGetInteger(ORDER_TYPE));
         if(ticket == 0 || type == "" || !IsPendingType(OrderGetInteger(ORDER_TYPE)))
            continue;
         int index = published.FindLeg((long)ticket);
         int digits = DigitsOf(OrderGetString(ORDER_SYMBOL));
         leg.ticket = (long)ticket;
         leg.symbol = OrderGetString(ORDER_SYMBOL);
         leg.type = type;
         leg.isPending = true;
         leg.volume = ToHundredths(OrderGetDouble(ORDER_VOLUME_INITIAL));
         leg.price = OrderGetDouble(ORDER_PRICE_OPEN);
         leg.sl = OrderGetDouble(ORDER_SL);
         leg.tp = OrderGetDouble(ORDER_TP);
         long time = TimeOf(OrderGetInteger(ORDER_TIME_SETUP_MSC));
         if(index < 0)
            return(published.Commit(Signal(published.Next(), time, "OPEN", leg, leg.volume, leg.price) + "\n"
                                    + leg.Record()));
         if(!SamePrice(leg.price, published.legs[index].price, digits)
            || !SamePrice(leg.sl, published.legs[index].sl, digits)
            || !SamePrice(leg.tp, published.legs[index].tp, digits))
            return(published.Commit(Signal(published.Next(), m_bridge, "MODIFY", leg, 0, leg.price) + "\n"
                                    + leg.Record()));
      }
      return(false);
   }

   // Pending orders that are gone without a deal, and positions whose stops were moved.
   bool ScanLegs(CPublished &published)
   {
      for(int i = 0; i < ArraySize(published.legs); i++)
      {
         SLeg leg;
         leg = published.legs[i];
         int digits = DigitsOf(leg.symbol);
         if(leg.isPending)
         {
            if(IsLiveOrder(leg.ticket) || !HistorySelect(0, (datetime)((long)TimeTradeServer() + HISTORY_MARGIN_SECONDS))
               || !IsRemoved(leg.ticket))
               continue;
            return(published.Commit(Signal(published.Next(), m_bridge, "CANCEL", leg, 0, 0.0) + "\nX|"
                                    + IntegerToString(leg.ticket)));
         }
         if(!SelectPositionById(leg.position) || (SamePrice(PositionGetDouble(POSITION_SL), leg.sl, digits)
                                                  && SamePrice(PositionGetDouble(POSITION_TP), leg.tp, digits)))
            continue;
         leg.sl = PositionGetDouble(POSITION_SL);
         leg.tp = PositionGetDouble(POSITION_TP);
         return(published.Commit(Signal(published.Next(), m_bridge, "MODIFY", leg, 0, 0.0) + "\n"
                                 + leg.Record()));
      }
      return(false);
   }

   bool IsRemoved(const long ticket)
   {
      for(int i = HistoryOrdersTotal() - 1; i >= 0; i--)
      {
         ulong order = HistoryOrderGetTicket(i);
         long state = HistoryOrderGetInteger(order, ORDER_STATE);
         if((long)order == ticket)
            return(state == ORDER_STATE_CANCELED || state == ORDER_STATE_EXPIRED || state == ORDER_STATE_REJECTED);
      }
      return(false);
   }

public:
   CScanner(void)
   {
      m_scannedAt = 0;
      m_hinted = true;
      m_bridge = 0;
      m_offsetMs = 0;
   }

   void Hint(void)
   {
      m_hinted = true;
   }

   void Step(CPublished &published, const long localMs, const long bridgeMs)
   {
      if(!IsConnected() || localMs - m_scannedAt < (m_hinted ? SCAN_HINT_MS : SCAN_PERIOD_MS))
         return;
      m_scannedAt = localMs;
      m_bridge = bridgeMs;
      m_offsetMs = ServerOffset(bridgeMs) * 1000;
      m_hinted = false;
      // One thing at a time: each is written down before the next is looked for.
      if(published.HasRoom() && (ScanDeals(published) || ScanOrders(published) || ScanLegs(published)))
      {
         m_hinted = true;
         m_scannedAt = 0;
      }
   }
};

#endif
